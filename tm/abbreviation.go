package tm

import (
	"context"
	"database/sql"
	"fmt"
)

// Abbreviations lists the abbreviations kept for an issuing body, in order.
func (m *Memory) Abbreviations(ctx context.Context, body string) ([]string, error) {
	var list []string
	err := m.read(ctx, func(s *session) error {
		return s.each(func(rows *sql.Rows) error {
			var text string
			err := rows.Scan(&text)
			list = append(list, text)
			return err
		}, "SELECT text FROM abbreviation WHERE body = ? ORDER BY text", body)
	})
	if err != nil {
		return nil, fmt.Errorf("abbreviations of %s: %w", body, err)
	}
	return list, nil
}

// KeepAbbreviations adds to the abbreviations of an issuing body and returns
// how many are new.
func (m *Memory) KeepAbbreviations(ctx context.Context, body string, list []string) (added int, err error) {
	err = m.write(ctx, func(s *session) error {
		for _, text := range list {
			r, err := s.result("INSERT OR IGNORE INTO abbreviation (body, text) VALUES (?, ?)", body, text)
			if err != nil {
				return err
			}
			n, err := r.RowsAffected()
			if err != nil {
				return err
			}
			added += int(n)
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("abbreviations of %s: %w", body, err)
	}
	return added, nil
}

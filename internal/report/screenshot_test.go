package report

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	_ "image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dragoman/internal/job"
)

// A theme is the paper and the inks of the pictures, as in report.html.
type theme struct {
	name            string
	paper, bar, low color.RGBA
}

var (
	light = theme{"light", rgb(0xffffff), rgb(0x3a6ea5), rgb(0xb3401c)}
	dark  = theme{"dark", rgb(0x171b20), rgb(0x7fb0e6), rgb(0xf0905f)}
)

// TestScreenshot opens the page in a browser, light and wide, dark and narrow,
// and looks at what is there: the two inks of the pictures on the paper of the
// theme, and not a word in the console. With REPORT_SHOTS set to a folder, more
// pages are taken every way, and the pictures stay there for a person to see.
func TestScreenshot(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser is not started in a short run")
	}
	browser := findBrowser(t)
	pages := map[string]*job.Result{"statement": statement(t, "zh", "en", "ru")}
	dir, keep := t.TempDir(), os.Getenv("REPORT_SHOTS")
	if keep != "" {
		var err error
		if dir, err = filepath.Abs(keep); err != nil {
			t.Fatal(err)
		}
		pages["long"] = synthetic(10_000)
		pages["two"] = statement(t, "zh", "ru")
	}
	for name, res := range pages {
		path := filepath.Join(dir, name+".html")
		if err := os.WriteFile(path, []byte(write(t, res)), 0o644); err != nil {
			t.Fatal(err)
		}
		browser.see(t, path, light, 1280)
		browser.see(t, path, dark, 700)
		if keep != "" {
			browser.see(t, path, light, 700)
			browser.see(t, path, dark, 1280)
		}
	}
}

// see takes a picture of a page and checks its colours.
func (b browser) see(t *testing.T, page string, th theme, width int) {
	t.Helper()
	shot := fmt.Sprintf("%s-%s-%d.png", strings.TrimSuffix(page, ".html"), th.name, width)
	if said := b.shoot(t, page, shot, th == dark, width); said != "" {
		t.Errorf("%s: the console says %s", shot, said)
	}
	inks := colours(t, shot)
	total := 0
	for _, n := range inks {
		total += n
	}
	if share := float64(inks[th.paper]) / float64(total); share < 0.5 || share > 0.99 {
		t.Errorf("%s: %.0f%% is paper", shot, 100*share)
	}
	for what, ink := range map[string]color.RGBA{"bars": th.bar, "marks": th.low} {
		if inks[ink] < 500 {
			t.Errorf("%s: %d pixels of the %s", shot, inks[ink], what)
		}
	}
}

// TestConsole makes sure that a fault would be heard.
func TestConsole(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser is not started in a short run")
	}
	browser := findBrowser(t)
	dir := t.TempDir()
	page := strings.Replace(write(t, statement(t, "zh", "en")), "</body>", "<script>alert(1)</script></body>", 1)
	path := filepath.Join(dir, "script.html")
	if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	if said := browser.shoot(t, path, filepath.Join(dir, "script.png"), false, 800); !strings.Contains(said, "Content Security Policy") {
		t.Errorf("a script on the page, and the console says %q", said)
	}
}

type browser string

func findBrowser(t *testing.T) browser {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return browser(path)
		}
	}
	t.Skip("no Chromium on this machine to look at the page with")
	return ""
}

// shoot takes a picture of a page and returns what its console said.
func (b browser) shoot(t *testing.T, page, shot string, dark bool, width int) string {
	t.Helper()
	args := []string{
		"--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--hide-scrollbars", "--enable-logging=stderr",
		"--user-data-dir=" + t.TempDir(), fmt.Sprintf("--window-size=%d,2400", width), "--screenshot=" + shot,
	}
	if dark {
		args = append(args, "--blink-settings=preferredColorScheme=0")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, string(b), append(args, "file://"+page)...)
	var log bytes.Buffer
	cmd.Stderr = &log
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", b, err, log.String())
	}
	var said []string
	for line := range strings.Lines(log.String()) {
		if strings.Contains(line, "CONSOLE") {
			said = append(said, strings.TrimSpace(line))
		}
	}
	return strings.Join(said, "\n")
}

// colours counts the pixels of a picture by colour.
func colours(t *testing.T, path string) map[color.RGBA]int {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	im, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	out := map[color.RGBA]int{}
	b := im.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			r, g, bl, _ := im.At(x, y).RGBA()
			out[color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(bl >> 8), 255}]++
		}
	}
	return out
}

func rgb(x uint32) color.RGBA {
	return color.RGBA{uint8(x >> 16), uint8(x >> 8), uint8(x), 255}
}

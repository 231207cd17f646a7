/*
 * progress.c - draws the bar, on standard error: output is for results.
 *
 * On a terminal one line is drawn over and over; into a file or a CI's log goes
 * a plain line every few seconds. It is drawn between runs only, so it costs no
 * run anything.
 */
#include "bench/session/progress.h"

#include "harness/record/clock.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* The bar's columns; a wider terminal is not filled. */
enum { BAR = 24, MOST_COLUMNS = 200 };

/* A log should show life, and not much else. */
#define PLAIN_EVERY_NS (5 * NS_PER_S)

void progress_start(struct progress_bar *bar)
{
	*bar = (struct progress_bar){.terminal = isatty(STDERR_FILENO),
				     .shown_ns = clock_now()};
}

/* Width of the terminal. */
static int columns(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col < 20)
		return 80;
	return size.ws_col < MOST_COLUMNS ? size.ws_col : MOST_COLUMNS;
}

/* Redraws the line in place and clears what was longer before. */
static void draw(struct progress_bar *bar, unsigned percent, const char *text)
{
	char line[MOST_COLUMNS * 2], filled[BAR + 1];
	unsigned full = percent * BAR / 100;

	memset(filled, '.', BAR);
	memset(filled, '#', full);
	filled[BAR] = '\0';
	snprintf(line, sizeof line, "[%s] %s", filled, text);
	/* One column stays free, or the terminal wraps. */
	fprintf(stderr, "\r%.*s\033[K", columns() - 1, line);
	fflush(stderr);
	bar->drawn = true;
}

void progress_show(struct progress_bar *bar, unsigned done, unsigned all,
		   int64_t left_ns, const char *what)
{
	unsigned percent = all ? (unsigned)(100ULL * done / all) : 100;
	char text[256], left[32];

	snprintf(text, sizeof text, "%3u %%  %u/%u runs  %s left  %s", percent,
		 done, all, progress_time(left_ns, left), what);
	if (bar->terminal) {
		draw(bar, percent, text);
	} else if (clock_now() - bar->shown_ns >= PLAIN_EVERY_NS) {
		bar->shown_ns = clock_now();
		fprintf(stderr, "%s\n", text);
	}
}

void progress_say(struct progress_bar *bar, const char *format, ...)
{
	va_list args;

	/* The bar goes first; the next progress_show() draws it again. */
	progress_end(bar);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
}

void progress_end(struct progress_bar *bar)
{
	if (bar->drawn)
		fputs("\r\033[K", stderr);
	bar->drawn = false;
}

char *progress_time(int64_t ns, char to[32])
{
	int64_t seconds = (ns + NS_PER_S / 2) / NS_PER_S;

	if (seconds < 60)
		snprintf(to, 32, "%d s", (int)(seconds > 0 ? seconds : 0));
	else if (seconds < 3600)
		snprintf(to, 32, "%d min %d s", (int)(seconds / 60),
			 (int)(seconds % 60));
	else
		snprintf(to, 32, "%lld h %d min", (long long)(seconds / 3600),
			 (int)(seconds / 60 % 60));
	return to;
}

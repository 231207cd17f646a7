/*
 * format.h - numbers for reading: three digits and a unit.
 *
 * Every number that a person reads, in a table, a sentence or a figure, is
 * written here, so that the same number looks the same everywhere. Counts have
 * k = 1000, bytes KiB = 1024. All of them write an en dash for NAN, so that no
 * caller has to ask, and return `to`.
 */
#ifndef BASE_FORMAT_H
#define BASE_FORMAT_H

/* Long enough for any number below, joined or not. */
enum { FORMAT_TEXT = 48 };

/* A duration: "1.23 ms", "45.6 µs". */
char *format_time(double ns, char to[FORMAT_TEXT]);

/* A size: "171 B", "12.2 KiB". */
char *format_bytes(double bytes, char to[FORMAT_TEXT]);

/* A number: "12.3 k", "456". */
char *format_count(double count, char to[FORMAT_TEXT]);

/* A number of things, exact as long as it is short: "4096", "16.4 k". */
char *format_whole(double count, char to[FORMAT_TEXT]);

/* Tasks per second: "12.3 k tasks/s". */
char *format_rate(double rate, char to[FORMAT_TEXT]);

/* A share of 1 with one decimal: "3.1 %". */
char *format_percent(double share, char to[FORMAT_TEXT]);

/* The same rounded up to whole percent, at least one: "3 %". It says how small a
 * thing can be seen, and must not promise more. */
char *format_percent_up(double share, char to[FORMAT_TEXT]);

/* A ratio: "3.1×", "1.42×", "25×". */
char *format_ratio(double ratio, char to[FORMAT_TEXT]);

/* The ends of a ratio's interval, as precise as the ratio, or more precise
 * where both would look the same: "2.9–3.7". */
char *format_range(double ratio, double low, double high, char to[FORMAT_TEXT]);

/* The same with its name: "95 % CI 2.9–3.7". */
char *format_interval(double ratio, double low, double high,
		      char to[FORMAT_TEXT]);

/* Joins what was written above for a sentence: no line will break within it,
 * since its spaces become no-break spaces. */
char *format_joined(char to[FORMAT_TEXT]);

#endif

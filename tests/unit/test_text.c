/*
 * test_text.c - text on its way to a terminal and into a page.
 *
 * Names and titles come from suites, results and the machine, so they may hold
 * anything: bytes that are no UTF-8, what a terminal would obey, markup. None
 * of it may get through, and a column must stay as wide as it was asked to be,
 * or a table of results can be misread.
 */
#include "analysis/report/html.h"
#include "base/text.h"
#include "harness/contract/workload.h"
#include "tests/unit/printed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void a_character_is_one_of_utf8_and_xml(void **state)
{
	static const struct {
		const char *text;
		size_t bytes;
	} known[] = {
		{"a", 1},
		{"\x7f", 1},
		{"\u00e9", 2},
		{"\u07ff", 2},
		{"\u0800", 3},
		{"\ud7ff", 3},
		{"\ue000", 3},
		{"\ufffd", 3},
		{"\U00010000", 4},
		{"\U0010ffff", 4},
		{"\x80", 0},             /* goes on from nowhere */
		{"\xc3", 0},             /* ends too early */
		{"\xc3(", 0},            /* goes on as something else */
		{"\xe2\x82", 0},         /* the same, of three */
		{"\xc0\xaf", 0},         /* overlong, of two */
		{"\xc1\xbf", 0},         /* ... */
		{"\xe0\x9f\xbf", 0},     /* of three */
		{"\xf0\x8f\xbf\xbf", 0}, /* of four */
		{"\xed\xa0\x80", 0},     /* half of a pair of UTF-16 */
		{"\xed\xbf\xbf", 0},     /* the other half */
		{"\xf4\x90\x80\x80", 0}, /* beyond Unicode */
		{"\xf5\x80\x80\x80", 0}, /* ... */
		{"\xff", 0},             /* never in UTF-8 */
		{"\xef\xbf\xbe", 0},     /* not in XML */
		{"\xef\xbf\xbf", 0},     /* ... */
	};

	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (text_character(known[i].text) != known[i].bytes)
			fail_msg("%zu: %zu bytes", i,
				 text_character(known[i].text));
}

static void width_counts_characters(void **state)
{
	(void)state;
	assert_int_equal(text_width(""), 0);
	assert_int_equal(text_width("µs ×"), 4);
	assert_int_equal(text_bytes("µs ×", 0), 0);
	assert_int_equal(text_bytes("µs ×", 1), 2);
	assert_int_equal(text_bytes("µs ×", 99), strlen("µs ×"));
}

static void what_a_terminal_obeys_is_a_question_mark(void **state)
{
	(void)state;
	text_plain(printing(), "\x1b[31mred\x07 caf\u00e9\n\x7f", 99);
	assert_string_equal(printed(), "?[31mred? caf\u00e9??");
	text_plain(printing(), "gr\xfc\xdf \xb0 e", 99);
	assert_string_equal(printed(), "gr?? ? e");
}

static void columns_are_filled_up(void **state)
{
	(void)state;
	text_left(printing(), "µs", 4);
	assert_string_equal(printed(), "µs  ");
	text_right(printing(), "µs", 4);
	assert_string_equal(printed(), "  µs");
	text_left(printing(), "threads:64", 4);
	assert_string_equal(printed(), "thre");
}

/* Columns that a terminal uses: all that is left are characters. */
static size_t columns(const char *text)
{
	size_t n = 0;

	while (*text) {
		size_t bytes = text_character(text);

		assert_true(bytes > 0);
		assert_true((unsigned char)*text >= ' ' && *text != 0x7f);
		text += bytes;
		n++;
	}
	return n;
}

/* A text of random bytes, more of them meaningful than not. */
static void scribble(char *text, size_t size, uint64_t seed)
{
	static const char *const pieces[] = {"a", " ",    "\u00e9", "\u2028",
					     "<", "\x80", "\xc3",   "\xe2\x82",
					     "&", "\x1b", "\xff",   "\xb0"};
	size_t n = 0;

	while (n + 4 < size) {
		const char *piece = pieces[(seed = mix64(seed)) % 12];

		strcpy(text + n, piece);
		n += strlen(piece);
	}
	text[n] = '\0';
}

static void a_column_has_its_width_whatever_is_in_it(void **state)
{
	char text[40];

	(void)state;
	for (uint64_t seed = 0; seed < 2000; seed++) {
		size_t width = seed % 50, size = 5 + seed % 35;

		scribble(text, size, seed);
		text_left(printing(), text, width);
		assert_int_equal(columns(printed()), width);
		text_right(printing(), text, width);
		assert_int_equal(columns(printed()), width);
		text_plain(printing(), text, width);
		assert_true(columns(printed()) <= width);
	}
}

static void words_are_wrapped(void **state)
{
	static const char words[] = "one two three four";

	(void)state;
	text_wrapped(printing(), words, strlen(words), 11);
	assert_string_equal(printed(), "  one two\n    three\n    four\n");
	text_wrapped(printing(), words, 7, 80);
	assert_string_equal(printed(), "  one two\n");
	text_wrapped(printing(), "", 0, 80);
	assert_string_equal(printed(), "\n");
}

/* What belongs together stays on one line, and can be searched for. */
static void no_line_breaks_within_a_number(void **state)
{
	static const char words[] =
		"p99 is below 10\u00a0ms in 95\u00a0% of runs";
	const char *shown;

	(void)state;
	for (size_t width = 8; width < 40; width++) {
		text_wrapped(printing(), words, strlen(words), width);
		shown = printed();
		assert_non_null(strstr(shown, "10 ms"));
		assert_non_null(strstr(shown, "95 %"));
	}
	text_left(printing(), "5\u00a0ms", 6);
	assert_string_equal(printed(), "5 ms  ");
}

/* No line that could be broken is longer than asked, from a width on. */
static void stays_within(const char *words, size_t least)
{
	for (size_t width = least; width < 100; width++) {
		char copy[sizeof printed_text], *rest = copy, *line;

		text_wrapped(printing(), words, strlen(words), width);
		strcpy(copy, printed());
		while ((line = strsep(&rest, "\n"))) {
			line += strspn(line, " ");
			assert_true(!strchr(line, ' ') ||
				    text_width(line) + 2 <= width);
		}
	}
}

/* A line is too long only if a single word is; what is joined is a word. */
static void no_line_is_longer_than_asked(void **state)
{
	(void)state;
	stays_within("async completes 3.1× as many tasks/s as threads:64, "
		     "(2.9–3.3), a_word_that_no_line_of_this_width_can_hold",
		     10);
	stays_within("async completes 3.1× as many tasks/s as threads:64 "
		     "(95\u00a0%\u00a0CI\u00a02.9–3.3), and\u00a0so\u00a0on",
		     24);
}

static void markup_is_shown_not_obeyed(void **state)
{
	(void)state;
	html_text(printing(), "<a href=\"x\">&'\x01\x7f</a>");
	assert_string_equal(printed(),
			    "&lt;a href=&quot;x&quot;&gt;&amp;&#39;  "
			    "&lt;/a&gt;");
	html_text(printing(), "caf\u00e9 \x80 \xed\xa0\x80");
	assert_string_equal(printed(), "caf\u00e9 \ufffd \ufffd\ufffd\ufffd");
}

/* Nothing that begins a tag, a character reference or ends an attribute gets
 * through, and all of it is UTF-8. */
static void any_bytes_are_well_formed_html(void **state)
{
	char text[60];

	(void)state;
	for (uint64_t seed = 0; seed < 1000; seed++) {
		const char *at;

		scribble(text, sizeof text, seed);
		html_text(printing(), text);
		at = printed();
		columns(at);
		assert_null(strpbrk(at, "<>\"'"));
		for (; (at = strchr(at, '&')); at++)
			assert_true(!strncmp(at, "&lt;", 4) ||
				    !strncmp(at, "&amp;", 5));
	}
}

static void an_element_has_a_class_or_none(void **state)
{
	(void)state;
	html_element(printing(), "td", NULL, "a<b");
	assert_string_equal(printed(), "<td>a&lt;b</td>\n");
	html_element(printing(), "p", "note", "");
	assert_string_equal(printed(), "<p class=\"note\"></p>\n");
}

/* Each part is marked as what it is, and none of them is markup. */
static void a_sentence_is_marked_up_by_its_parts(void **state)
{
	struct statements all = {.arena = arena_new()};
	struct statement *one = statements_add(&all, "call: 1 < 2");

	(void)state;
	statement_part(one, PART_WHO, "a<b");
	statement_text(one, " completes ");
	statement_part(one, PART_FACTOR, "3.1×");
	statement_text(one, " as many as c");
	statement_part(one, PART_WHY, "which is CPU-bound");
	statement_interval(one, "95\u00a0% CI 2.9–3.3", "ahead");
	html_statement(printing(), one);
	assert_string_equal(
		printed(),
		"<span class=\"where\">call: 1 &lt; 2:</span> <b>a&lt;b</b> "
		"completes <b>3.1×</b> as many as c, which is CPU-bound "
		"<small>(<span class=\"joined\">95\u00a0% CI 2.9–3.3</span>; "
		"ahead)</small>.");
	statement_print(one, printing());
	assert_string_equal(
		printed(), "call: 1 < 2: a<b completes 3.1× as many as c, "
			   "which is CPU-bound (95\u00a0% CI 2.9–3.3; ahead).");
	arena_free(all.arena);
}

/* The <img> of a file with these bytes. */
static const char *image_of(const char *bytes, size_t n)
{
	char path[] = "/tmp/avt-svg-XXXXXX";
	int fd = mkstemp(path);

	assert_true(fd >= 0 && write(fd, bytes, n) == (ssize_t)n);
	close(fd);
	assert_true(html_svg(printing(), path, "a \"b\""));
	unlink(path);
	return printed();
}

/* RFC 4648, section 10, has these. */
static void a_picture_is_base64(void **state)
{
	static const char *const known[][2] = {
		{"", ""},
		{"f", "Zg=="},
		{"fo", "Zm8="},
		{"foo", "Zm9v"},
		{"foob", "Zm9vYg=="},
		{"fooba", "Zm9vYmE="},
		{"foobar", "Zm9vYmFy"},
	};
	char want[128];

	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		snprintf(want, sizeof want,
			 "<img alt=\"a &quot;b&quot;\" "
			 "src=\"data:image/svg+xml;base64,%s\">\n",
			 known[i][1]);
		assert_string_equal(image_of(known[i][0], strlen(known[i][0])),
				    want);
	}
	assert_non_null(strstr(image_of("\0\xff\xfe", 3), "base64,AP/+\""));
}

static void a_picture_that_is_not_there_writes_nothing(void **state)
{
	(void)state;
	assert_false(html_svg(printing(), "/nowhere/at/all.svg", "x"));
	assert_string_equal(printed(), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_character_is_one_of_utf8_and_xml),
		cmocka_unit_test(width_counts_characters),
		cmocka_unit_test(what_a_terminal_obeys_is_a_question_mark),
		cmocka_unit_test(columns_are_filled_up),
		cmocka_unit_test(a_column_has_its_width_whatever_is_in_it),
		cmocka_unit_test(words_are_wrapped),
		cmocka_unit_test(no_line_breaks_within_a_number),
		cmocka_unit_test(no_line_is_longer_than_asked),
		cmocka_unit_test(markup_is_shown_not_obeyed),
		cmocka_unit_test(any_bytes_are_well_formed_html),
		cmocka_unit_test(an_element_has_a_class_or_none),
		cmocka_unit_test(a_sentence_is_marked_up_by_its_parts),
		cmocka_unit_test(a_picture_is_base64),
		cmocka_unit_test(a_picture_that_is_not_there_writes_nothing),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

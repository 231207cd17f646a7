/*
 * test_format.c - numbers as a person reads them.
 *
 * A wrong unit is worse than no answer. So numbers are held to three digits and
 * the right unit, also where rounding carries one over into the next, and NAN
 * is a dash everywhere.
 */
#include "base/format.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef char *formatter(double number, char to[FORMAT_TEXT]);

/* A number and its words. */
struct said {
	double number;
	const char *words;
};

static void says(formatter *format, const struct said *said)
{
	char to[FORMAT_TEXT];

	for (; said->words; said++)
		assert_string_equal(format(said->number, to), said->words);
}

static void times(void **state)
{
	static const struct said said[] = {
		{0, "0 ns"},         {0.5, "0.5 ns"},
		{1, "1 ns"},         {171.4, "171 ns"},
		{999.4, "999 ns"},   {999.7, "1 µs"},
		{1234, "1.23 µs"},   {45600, "45.6 µs"},
		{99.96e3, "100 µs"}, {999.6e3, "1 ms"},
		{5e6, "5 ms"},       {999.7e6, "1 s"},
		{7.2e12, "7200 s"},  {-45600, "-45.6 µs"},
		{NAN, "–"},          {0},
	};

	(void)state;
	says(format_time, said);
}

static void sizes_and_counts(void **state)
{
	static const struct said bytes[] = {
		{171, "171 B"},
		{12500, "12.2 KiB"},
		{1023.6e3, "1000 KiB"},
		{1048570, "1 MiB"},
		{96.2e6, "91.7 MiB"},
		{5e12, "4657 GiB"},
		{NAN, "–"},
		{0},
	};
	static const struct said counts[] = {
		{0, "0"},
		{0.25, "0.25"},
		{456, "456"},
		{12345, "12.3 k"},
		{999999, "1 M"},
		{NAN, "–"},
		{0},
	};
	static const struct said whole[] = {
		{1, "1"},          {4096, "4096"}, {9999, "9999"},
		{16384, "16.4 k"}, {NAN, "–"},     {0},
	};
	static const struct said rates[] = {
		{12300, "12.3 k tasks/s"},
		{500, "500 tasks/s"},
		{NAN, "–"},
		{0},
	};
	static const struct said shares[] = {
		{0, "0.0 %"}, {0.039, "3.9 %"}, {1, "100.0 %"}, {NAN, "–"}, {0},
	};
	static const struct said up[] = {
		{0, "1 %"},     {0.0101, "2 %"}, {0.02, "2 %"},
		{0.031, "4 %"}, {NAN, "–"},      {0},
	};

	(void)state;
	says(format_percent_up, up);
	says(format_bytes, bytes);
	says(format_count, counts);
	says(format_whole, whole);
	says(format_rate, rates);
	says(format_percent, shares);
}

static void ratios(void **state)
{
	static const struct said said[] = {
		{1, "1.00×"},       {1.424, "1.42×"}, {2.994, "2.99×"},
		{2.996, "3.0×"},    {3.14, "3.1×"},   {9.94, "9.9×"},
		{9.96, "10×"},      {24.6, "25×"},    {0.5, "0.50×"},
		{999.4, "999×"},    {999.7, "1 k×"},  {1000, "1 k×"},
		{12345, "12.3 k×"}, {NAN, "–"},       {0},
	};

	(void)state;
	says(format_ratio, said);
}

/* An interval has the decimals of its ratio, and more where it would look like
 * a point without them. */
static void intervals(void **state)
{
	char to[FORMAT_TEXT];

	(void)state;
	assert_string_equal(format_range(3.19, 2.88, 3.71, to), "2.9–3.7");
	assert_string_equal(format_range(1.02, 0.991, 1.05, to), "0.99–1.05");
	assert_string_equal(format_range(50.8, 50.7, 50.9, to), "50.7–50.9");
	assert_string_equal(format_range(50.8, 48, 55, to), "48–55");
	assert_string_equal(format_range(3, 3, 3, to), "3.00–3.00");
	assert_string_equal(format_range(1500, 1234, 2345, to), "1.23 k–2.35 "
								"k");
	assert_string_equal(format_range(NAN, NAN, NAN, to), "–");
	assert_string_equal(format_interval(3.19, 2.88, 3.71, to), "95 % CI "
								   "2.9–3.7");
}

/* Every number fits, and is never four digits where a unit would do. */
static void any_number_is_short(void **state)
{
	static formatter *const all[] = {format_time, format_count,
					 format_ratio, format_bytes};
	char to[FORMAT_TEXT];

	(void)state;
	for (double number = 1e-3; number < 9e11; number *= 1.0007)
		for (int i = 0; i < 4; i++) {
			size_t digits =
				strspn(all[i](number, to), "0123456789");

			assert_true(strlen(to) < 16);
			if (number < 9e8) /* a day has no unit here */
				assert_true(digits <= 3 + (size_t)(i == 3));
		}
}

/* A sentence never breaks between a number and its unit. */
static void a_joined_number_has_no_space(void **state)
{
	char to[FORMAT_TEXT];

	(void)state;
	format_time(5e6, to);
	assert_string_equal(format_joined(to), "5\u00a0ms");
	format_interval(1500, 1234, 2345, to);
	assert_null(strchr(format_joined(to), ' '));
	memset(to, ' ', sizeof to - 1);
	to[sizeof to - 1] = '\0';
	assert_true(strlen(format_joined(to)) < FORMAT_TEXT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times),
		cmocka_unit_test(sizes_and_counts),
		cmocka_unit_test(ratios),
		cmocka_unit_test(intervals),
		cmocka_unit_test(any_number_is_short),
		cmocka_unit_test(a_joined_number_has_no_space),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

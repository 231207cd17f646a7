/*
 * test_units.c - numbers as people write them, there and back, and what is no
 * number at all.
 */
#include "base/units.h"
#include "harness/contract/workload.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A text, and what it means; canonical is how it is written again. */
struct example {
	enum param_kind kind;
	const char *text;
	int64_t value;
	const char *canonical;
};

static const struct example examples[] = {
	{PARAM_DURATION, "5ms", 5 * MS, "5ms"},
	{PARAM_DURATION, "5000us", 5 * MS, "5ms"},
	{PARAM_DURATION, "1.5ms", 1500 * US, "1500us"},
	{PARAM_DURATION, "0", 0, "0"},
	{PARAM_DURATION, "0s", 0, "0"},
	{PARAM_DURATION, "90s", 90 * S, "90s"},
	{PARAM_DURATION, "1h", 3600 * S, "1h"},
	{PARAM_DURATION, "60m", 3600 * S, "1h"},
	{PARAM_DURATION, "0.000000001s", 1, "1ns"},
	{PARAM_DURATION, "-5ms", -5 * MS, "-5ms"},
	{PARAM_SIZE, "4096", 4096, "4k"},
	{PARAM_SIZE, "64k", 65536, "64k"},
	{PARAM_SIZE, "64K", 65536, "64k"},
	{PARAM_SIZE, "1000", 1000, "1000"},
	{PARAM_SIZE, "0.5k", 512, "512"},
	{PARAM_SIZE, "0", 0, "0"},
	{PARAM_COUNT, "10k", 10000, "10k"},
	{PARAM_COUNT, "1.5k", 1500, "1500"},
	{PARAM_COUNT, "2m", 2000000, "2m"},
	{PARAM_COUNT, "007", 7, "7"},
	{PARAM_COUNT, "9223372036854775807", INT64_MAX, "9223372036854775807"},
	{PARAM_PERCENT, "25%", 25, "25%"},
	{PARAM_PERCENT, "25", 25, "25%"},
	{PARAM_PERCENT, "0%", 0, "0%"},
};

static void test_examples(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
		const struct example *e = &examples[i];
		char text[UNIT_TEXT];
		int64_t value = -99;

		assert_true(unit_parse(e->kind, e->text, &value));
		assert_int_equal(value, e->value);
		assert_string_equal(unit_format(e->kind, value, text),
				    e->canonical);
	}
}

static void test_not_numbers(void **state)
{
	static const struct {
		enum param_kind kind;
		const char *text;
	} wrong[] = {
		{PARAM_DURATION, ""},
		{PARAM_DURATION, "5"},
		{PARAM_DURATION, "ms"},
		{PARAM_DURATION, "5 ms"},
		{PARAM_DURATION, "5xs"},
		{PARAM_DURATION, "1.5ns"},
		{PARAM_DURATION, "1.2.3s"},
		{PARAM_DURATION, "5ms "},
		{PARAM_DURATION, ".s"},
		{PARAM_DURATION, "5.s"},
		{PARAM_DURATION, "1e3s"},
		{PARAM_DURATION, "--5s"},
		{PARAM_DURATION, "5k"},
		{PARAM_DURATION, "9999999h"},
		{PARAM_SIZE, "5kb"},
		{PARAM_SIZE, "0.3"},
		{PARAM_COUNT, "9223372036854775808"},
		{PARAM_COUNT, "99999999999999999999999999999"},
		{PARAM_COUNT, "0x10"},
		{PARAM_COUNT, "nan"},
		{PARAM_COUNT, "+1"},
		{PARAM_COUNT, "-"},
		{PARAM_PERCENT, "2.5%"},
		{PARAM_PERCENT, "5%%"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		int64_t value;

		assert_false(unit_parse(wrong[i].kind, wrong[i].text, &value));
	}
}

/* Whatever is written is read as the same number. */
static void test_round_trip(void **state)
{
	static const enum param_kind kinds[] = {
		PARAM_DURATION,
		PARAM_SIZE,
		PARAM_COUNT,
		PARAM_PERCENT,
	};
	uint64_t number = 1;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		enum param_kind kind = kinds[i % 4];
		char text[UNIT_TEXT];
		int64_t value, back;

		number = mix64(number);
		value = (int64_t)(number >> (1 + i % 60));
		unit_format(kind, value, text);
		assert_true(unit_parse(kind, text, &back));
		assert_int_equal(back, value);
	}
}

static void test_nearest(void **state)
{
	static const char *const words[] = {"async", "procs", "serial",
					    "threads", "delay"};
	char endless[1000];

	(void)state;
	memset(endless, 'a', sizeof endless - 1);
	endless[sizeof endless - 1] = '\0';
	assert_string_equal(unit_nearest("thread", words, 5), "threads");
	assert_string_equal(unit_nearest("threasd", words, 5), "threads");
	assert_string_equal(unit_nearest("dealy", words, 5), "delay");
	assert_string_equal(unit_nearest("th", words, 5), "threads");
	assert_string_equal(unit_nearest("async", words, 5), "async");
	assert_null(unit_nearest("goroutines", words, 5));
	assert_null(unit_nearest("", words, 5));
	assert_null(unit_nearest(endless, words, 5));
	assert_null(unit_nearest("async", words, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_examples),
		cmocka_unit_test(test_not_numbers),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_nearest),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

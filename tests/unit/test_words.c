/*
 * test_words.c - the arena, words by number, names of metrics and written
 * numbers: what the analysis stands on.
 */
#include "analysis/verdict/metrics.h"
#include "base/units.h"
#include "analysis/read/names.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void memory_is_zeroed_and_aligned(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t n = 1; n < 3000000; n = n * 3 + 1) {
		unsigned char *bytes = arena_array(arena, n, 1);

		assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
		assert_int_equal(bytes[0] | bytes[n - 1], 0);
		bytes[0] = bytes[n - 1] = 1;
	}
	arena_free(arena);
	arena_free(NULL);
}

static void an_array_grows_one_by_one(void **state)
{
	struct arena *arena = arena_new();
	size_t *numbers = NULL;

	(void)state;
	for (size_t n = 0; n < 10000; n++) {
		numbers = arena_more(arena, numbers, n, sizeof *numbers);
		assert_int_equal(numbers[n], 0);
		numbers[n] = n + 1;
	}
	for (size_t n = 0; n < 10000; n++)
		assert_int_equal(numbers[n], n + 1);
	arena_free(arena);
}

static void the_same_word_is_the_same_address(void **state)
{
	struct arena *arena = arena_new();
	struct words words;
	char text[16];

	(void)state;
	words_init(&words, arena);
	for (int again = 0; again < 2; again++)
		for (size_t n = 0; n < 1000; n++) {
			snprintf(text, sizeof text, "word %zu", n);
			assert_int_equal(words_number(&words, text), n);
			assert_ptr_equal(words_text(&words, text),
					 words.texts[n]);
			assert_string_equal(words.texts[n], text);
		}
	assert_int_equal(words.n, 1000);
	assert_null(words_text(&words, NULL));
	arena_free(arena);
}

static void a_metric_has_its_name_without_unit_too(void **state)
{
	enum metric metric;

	(void)state;
	for (int i = 0; i < METRICS; i++) {
		assert_true(metric_find(metric_info[i].name, &metric));
		assert_int_equal(metric, i);
	}
	assert_true(metric_find("response_p99", &metric));
	assert_int_equal(metric, RESPONSE_P99);
	assert_true(metric_find("memory_peak", &metric));
	assert_int_equal(metric, MEMORY_PEAK);
	assert_false(metric_find("response_p9", &metric));
	assert_false(metric_find("throughput_ns", &metric));
	assert_false(metric_find("", &metric));
}

static void values_have_the_unit_of_their_metric(void **state)
{
	char to[FORMAT_TEXT];

	(void)state;
	assert_string_equal(metric_value(THROUGHPUT, 12300, to), "12.3 k "
								 "tasks/s");
	assert_string_equal(metric_number(ACHIEVED_RATE, 500, to), "500");
	assert_string_equal(metric_value(MEMORY_PEAK, 2.5e6, to), "2.38 MiB");
	assert_string_equal(metric_value(SWITCHES_PER_TASK, 2.01, to), "2.01");
	assert_string_equal(metric_value(RESPONSE_P99, 5.1e6, to), "5.1 ms");
	for (int metric = 0; metric < METRICS; metric++)
		assert_string_equal(metric_value((enum metric)metric, NAN, to),
				    "–");
}

static void written_values_as_numbers(void **state)
{
	(void)state;
	assert_true(unit_number(PARAM_UNKNOWN, "5ms") == 5e6);
	assert_true(unit_number(PARAM_UNKNOWN, "1.5s") == 1.5e9);
	assert_true(unit_number(PARAM_UNKNOWN, "100us") == 1e5);
	assert_true(unit_number(PARAM_UNKNOWN, "0") == 0);
	assert_true(unit_number(PARAM_UNKNOWN, "25%") == 25);
	assert_true(unit_number(PARAM_UNKNOWN, "10k") == 1e4);
	assert_true(isnan(unit_number(PARAM_UNKNOWN, "tcp")));
	assert_true(isnan(unit_number(PARAM_UNKNOWN, "5 apples")));
	assert_true(isnan(unit_number(PARAM_UNKNOWN, "inf")));
	assert_true(isnan(unit_number(PARAM_UNKNOWN, "")));
}

static void kinds_by_their_words(void **state)
{
	(void)state;
	assert_int_equal(unit_kind("duration"), PARAM_DURATION);
	assert_int_equal(unit_kind("size"), PARAM_SIZE);
	assert_int_equal(unit_kind("count"), PARAM_COUNT);
	assert_int_equal(unit_kind("percent"), PARAM_PERCENT);
	assert_int_equal(unit_kind("choice"), PARAM_CHOICE);
	assert_int_equal(unit_kind("colour"), PARAM_UNKNOWN);
	assert_int_equal(unit_kind(""), PARAM_UNKNOWN);
	assert_int_equal(unit_kind(NULL), PARAM_UNKNOWN);
}

/* What a suffix means depends on the kind; none takes another's. */
static void written_values_of_a_kind_as_numbers(void **state)
{
	(void)state;
	assert_true(unit_number(PARAM_SIZE, "64k") == 65536);
	assert_true(unit_number(PARAM_SIZE, "1m") == 1048576);
	assert_true(unit_number(PARAM_SIZE, "2g") == 2147483648);
	assert_true(unit_number(PARAM_SIZE, "4096") == 4096);
	assert_true(unit_number(PARAM_COUNT, "64k") == 64000);
	assert_true(unit_number(PARAM_COUNT, "1m") == 1e6);
	assert_true(unit_number(PARAM_DURATION, "5ms") == 5e6);
	assert_true(unit_number(PARAM_DURATION, "5m") == 300e9);
	assert_true(unit_number(PARAM_DURATION, "1h") == 3600e9);
	assert_true(unit_number(PARAM_DURATION, "0") == 0);
	assert_true(unit_number(PARAM_PERCENT, "25%") == 25);
	assert_true(isnan(unit_number(PARAM_DURATION, "64k")));
	assert_true(isnan(unit_number(PARAM_SIZE, "5ms")));
	assert_true(isnan(unit_number(PARAM_CHOICE, "4")));
}

/* How a value of a kind reads. */
static const char *read_as(const char *text, enum param_kind kind)
{
	static char words[UNIT_TEXT];

	return unit_words(kind, text, words);
}

static void values_for_reading(void **state)
{
	(void)state;
	assert_string_equal(read_as("64k", PARAM_SIZE), "64 KiB");
	assert_string_equal(read_as("512", PARAM_SIZE), "512 B");
	assert_string_equal(read_as("1536k", PARAM_SIZE), "1.5 MiB");
	assert_string_equal(read_as("16g", PARAM_SIZE), "16 GiB");
	assert_string_equal(read_as("5ms", PARAM_DURATION), "5 ms");
	assert_string_equal(read_as("100us", PARAM_DURATION), "100 µs");
	assert_string_equal(read_as("1500us", PARAM_DURATION), "1.5 ms");
	assert_string_equal(read_as("1234us", PARAM_DURATION), "1234 µs");
	assert_string_equal(read_as("90s", PARAM_DURATION), "90 s");
	assert_string_equal(read_as("2m", PARAM_DURATION), "2 min");
	assert_string_equal(read_as("0", PARAM_DURATION), "0");
	assert_string_equal(read_as("25%", PARAM_PERCENT), "25 %");
	assert_string_equal(read_as("10k", PARAM_COUNT), "10 k");
	assert_string_equal(read_as("1024", PARAM_COUNT), "1024");
	assert_string_equal(read_as("2000", PARAM_COUNT), "2000");
	assert_string_equal(read_as("2000k", PARAM_COUNT), "2 M");
	assert_string_equal(read_as("64k", PARAM_CHOICE), "64k");
	assert_string_equal(read_as("64k", PARAM_UNKNOWN), "64k");
	assert_string_equal(read_as("64x", PARAM_SIZE), "64x");
	assert_string_equal(read_as("", PARAM_SIZE), "");
	assert_int_equal(strlen(read_as("0000000000000000000000000000000000001",
					PARAM_SIZE)),
			 24);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_and_aligned),
		cmocka_unit_test(an_array_grows_one_by_one),
		cmocka_unit_test(the_same_word_is_the_same_address),
		cmocka_unit_test(a_metric_has_its_name_without_unit_too),
		cmocka_unit_test(values_have_the_unit_of_their_metric),
		cmocka_unit_test(written_values_as_numbers),
		cmocka_unit_test(kinds_by_their_words),
		cmocka_unit_test(written_values_of_a_kind_as_numbers),
		cmocka_unit_test(values_for_reading),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

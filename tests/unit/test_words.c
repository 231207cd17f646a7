/*
 * test_words.c - the arena, words by number, names of metrics and written
 * numbers: what the analysis stands on.
 */
#include "analysis/metrics.h"
#include "analysis/words.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

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

static void written_values_as_numbers(void **state)
{
	(void)state;
	assert_true(param_number("5ms") == 5e6);
	assert_true(param_number("1.5s") == 1.5e9);
	assert_true(param_number("100us") == 1e5);
	assert_true(param_number("0") == 0);
	assert_true(param_number("25%") == 25);
	assert_true(param_number("10k") == 1e4);
	assert_true(isnan(param_number("tcp")));
	assert_true(isnan(param_number("5 apples")));
	assert_true(isnan(param_number("inf")));
	assert_true(isnan(param_number("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_and_aligned),
		cmocka_unit_test(an_array_grows_one_by_one),
		cmocka_unit_test(the_same_word_is_the_same_address),
		cmocka_unit_test(a_metric_has_its_name_without_unit_too),
		cmocka_unit_test(written_values_as_numbers),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

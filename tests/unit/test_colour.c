/*
 * test_colour.c - which texts are colours, which of them are light, and that
 * each runner has one of its own.
 */
#include "base/colour.h"
#include "harness/cell/registry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void test_valid(void **state)
{
	static const char *const good[] = {"#000000", "#d55e00", "#FFaa10",
					   COLOUR_GREY};
	static const char *const bad[] = {
		"",         "#",       "#fff",     "d55e00",  "#d55e0",
		"#d55e000", "#d55e0g", "#d55e0\n", "red",     " #d55e00",
		"#d55e00;", "#d55e0}", "\"#d55e",  "#-5e000", "#0x5e00"};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(colour_valid(good[i]));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(colour_valid(bad[i]));
	assert_false(colour_valid(NULL));
}

/* Contrast of white letters by WCAG's own formula: 1.3, 2.3; 3.4, 5.2. */
static void test_light(void **state)
{
	(void)state;
	assert_true(colour_is_light("#f0e442"));
	assert_true(colour_is_light("#e69f00"));
	assert_false(colour_is_light("#009e73"));
	assert_false(colour_is_light("#0072B2"));
}

/* A runner that feeds itself without being a loop has one worker, since the
 * harness gives it no queue to share. */
static void test_runners(void **state)
{
	(void)state;
	for (const struct named_runner *r = registry_runners; r->name; r++) {
		const struct runner *runner = r->runner;

		assert_true(runner->summary && runner->worker && runner->run);
		assert_true(!runner->colour || colour_valid(runner->colour));
		assert_true(runner->kind == LOOP || runner->fed_by == QUEUE ||
			    runner->most_workers == 1);
		for (const struct named_runner *o = registry_runners; o != r;
		     o++)
			assert_string_not_equal(o->runner->colour,
						runner->colour);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_valid),
		cmocka_unit_test(test_light),
		cmocka_unit_test(test_runners),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("colour", tests, NULL, NULL);
}

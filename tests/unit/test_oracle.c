/*
 * test_oracle.c - every known answer of tests/oracle that needs no real time: a
 * test a group, and the rows that do not hold by name.
 */
#include "tests/oracle/oracle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MOST_GROUPS = 32 };

static void check(const struct row *row, void *context)
{
	unsigned *wrong = context;

	if (oracle_holds(row))
		return;
	print_error("%s: expected %.9g +-%.3g, measured %.9g\n", row->what,
		    row->expected, row->tolerance, row->measured);
	++*wrong;
}

static void group_holds(void **state)
{
	const size_t *index = *state;
	unsigned wrong = 0;

	oracle_groups[*index].rows(check, &wrong);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	struct CMUnitTest tests[MOST_GROUPS] = {0};
	size_t n = 0, index[MOST_GROUPS];

	for (; oracle_groups[n].name && n < MOST_GROUPS; n++) {
		index[n] = n;
		tests[n] = (struct CMUnitTest){
			.name = oracle_groups[n].name,
			.test_func = group_holds,
			.initial_state = &index[n],
		};
	}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("oracle", tests, n, NULL, NULL);
}

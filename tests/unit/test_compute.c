/*
 * test_compute.c - known answers of the compute kernel and the arithmetic of
 * its calibration. No time is asserted: only that a rate comes out.
 */
#include "harness/support/compute.h"
#include "harness/contract/workload.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* The first outputs of splitmix64 for these seeds, as published. */
static void test_mix(void **state)
{
	(void)state;
	assert_true(mix64(0) == UINT64_C(0xe220a8397b1dcdaf));
	assert_true(mix64(1) == UINT64_C(0x910a2dec89025cc1));
	assert_true(mix64(1234567) == UINT64_C(6457827717110365317));
	assert_true(mix64(UINT64_MAX) == UINT64_C(0xe4d971771b652c20));
}

/* Computed by another program from the kernel's definition. */
static void test_kernel(void **state)
{
	(void)state;
	assert_true(compute(0, 0) == mix64(0));
	assert_true(compute(1, 1) == UINT64_C(0xf7f459ba9d0e72ef));
	assert_true(compute(1, 5) == UINT64_C(0xe12596acb677bef2));
	assert_true(compute(7, 1000000) == UINT64_C(0x69ffc1800cc69ad5));
	assert_true(compute(UINT64_MAX, 1000) == UINT64_C(0x258b30cd0156b618));
}

static void test_iterations(void **state)
{
	(void)state;
	compute_set_rate(1000);
	assert_true(compute_iterations(MS) == 1000);
	assert_true(compute_iterations(0) == 0);
	assert_true(compute_iterations(499) == 0);
	assert_true(compute_iterations(500) == 1);
	assert_true(compute_iterations(3600 * S) == UINT64_C(3600000000));
	compute_set_rate(784145.5);
	assert_true(compute_iterations(MS) == 784146);
	assert_true(compute_iterations(10 * US) == 7841);
}

static void test_calibration(void **state)
{
	double rate = compute_calibrate();

	(void)state;
	assert_true(rate > 1000);
	assert_true(rate < 10000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mix),
		cmocka_unit_test(test_kernel),
		cmocka_unit_test(test_iterations),
		cmocka_unit_test(test_calibration),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("compute", tests, NULL, NULL);
}

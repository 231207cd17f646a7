/*
 * test_scratch.c - scratch files hold what they slo, and leave nothing.
 */
#include "harness/support/scratch.h"

#include "harness/contract/workload.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void test_content(void **state)
{
	uint64_t number;
	int fd = scratch_file(10000);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(lseek(fd, 0, SEEK_END), 12288);
	for (off_t at = 0; at < 12288; at += 8) {
		assert_int_equal(pread(fd, &number, 8, at), 8);
		assert_true(number == mix64((uint64_t)at / 8));
	}
	close(fd);
}

/* What is forgotten is still there; only memory cannot forget. */
static void test_forget(void **state)
{
	uint64_t number;
	int fd = scratch_file(1 << 20);

	(void)state;
	assert_true(fd >= 0);
	assert_true(scratch_forget(fd, 4096, 8192) == 0 || errno == ENOTSUP);
	assert_int_equal(pread(fd, &number, 8, 4096), 8);
	assert_true(number == mix64(512));
	close(fd);
}

static void test_unnamed(void **state)
{
	int fd = scratch_file(0);
	struct stat status;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &status), 0);
	assert_int_equal(status.st_nlink, 0);
	assert_int_equal(status.st_size, 0);
	close(fd);
}

static void test_in_memory(void **state)
{
	int fd;

	(void)state;
	scratch_set("/dev/shm");
	fd = scratch_file(4096);
	scratch_set(".");
	if (fd < 0)
		skip();
	assert_int_equal(scratch_forget(fd, 0, 4096), -1);
	assert_int_equal(errno, ENOTSUP);
	close(fd);
}

static void test_no_folder(void **state)
{
	(void)state;
	scratch_set("/nowhere at all");
	assert_int_equal(scratch_file(1), -1);
	assert_int_equal(errno, ENOENT);
	scratch_set(".");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_content),
		cmocka_unit_test(test_forget),
		cmocka_unit_test(test_unnamed),
		cmocka_unit_test(test_in_memory),
		cmocka_unit_test(test_no_folder),
	};

	scratch_set(".");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("scratch", tests, NULL, NULL);
}

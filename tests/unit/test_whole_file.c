/*
 * test_whole_file.c - a file appears whole, and what was there stays otherwise.
 */
#include "base/whole_file.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/avt-test-XXXXXX", path[64], draft[64];
static struct whole_file file;

static int set_up(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/avt-test-XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/name", folder);
	snprintf(draft, sizeof draft, "%s/name.new", folder);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

static void holds(const char *text)
{
	char got[32] = "";
	FILE *from = fopen(path, "r");

	assert_non_null(from);
	assert_int_equal(fread(got, 1, sizeof got - 1, from), strlen(text));
	fclose(from);
	assert_string_equal(got, text);
}

static void it_appears_when_closed(void **state)
{
	(void)state;
	assert_non_null(whole_file_open(&file, path));
	fputs("one", file.to);
	whole_file_sync(&file);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(whole_file_close(&file), 0);
	holds("one");
	assert_non_null(whole_file_open(&file, path));
	fputs("two", file.to);
	holds("one");
	assert_int_equal(whole_file_close(&file), 0);
	holds("two");
	assert_int_equal(access(draft, F_OK), -1);
}

/* /dev/full stands for a full disk. */
static void a_full_disk_changes_nothing(void **state)
{
	(void)state;
	assert_non_null(whole_file_open(&file, path));
	fputs("old", file.to);
	assert_int_equal(whole_file_close(&file), 0);
	assert_int_equal(symlink("/dev/full", draft), 0);
	assert_non_null(whole_file_open(&file, path));
	fputs("new", file.to);
	assert_int_equal(whole_file_close(&file), -1);
	assert_int_equal(errno, ENOSPC);
	holds("old");
	assert_int_equal(access(draft, F_OK), -1);
}

static void a_name_may_be_too_long(void **state)
{
	static char name[PATH_MAX];

	(void)state;
	memset(name, 'x', sizeof name - 1);
	assert_null(whole_file_open(&file, name));
	assert_int_equal(errno, ENAMETOOLONG);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(it_appears_when_closed),
		TEST(a_full_disk_changes_nothing),
		TEST(a_name_may_be_too_long),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

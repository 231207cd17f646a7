/*
 * test_memory.c - a process's peak is not what it has at the end, and what it
 * shares on purpose is not its own.
 */
#include "harness/machine/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { MUCH = 32 << 20, LITTLE = 4 << 20 };

static struct memory now(void)
{
	struct memory memory = {0};

	assert_int_equal(memory_read(getpid(), &memory), 0);
	return memory;
}

static void *touch(int flags)
{
	void *pages = mmap(NULL, MUCH, PROT_READ | PROT_WRITE,
			   flags | MAP_ANONYMOUS, -1, 0);

	assert_true(pages != MAP_FAILED);
	memset(pages, 1, MUCH);
	return pages;
}

static void what_was_given_back_stays_in_the_peak(void **state)
{
	struct memory before = now(), after;
	void *pages = touch(MAP_PRIVATE);

	(void)state;
	assert_true(now().anon > before.anon + MUCH - LITTLE);
	munmap(pages, MUCH);
	after = now();
	assert_true(after.anon < before.anon + LITTLE);
	assert_true(after.peak > before.peak + MUCH - LITTLE);
}

/* In a process of its own: a peak stays. */
static void a_shared_mapping_does_not_count(void **state)
{
	pid_t child = fork();
	int status;

	(void)state;
	if (child == 0) {
		struct memory before = {0}, after = {0};

		const char *under = getenv("AVT_UNDER");

		/* Its notes on shared pages are private memory. */
		if (under && strcmp(under, "tsan") == 0)
			_exit(0);

		memory_read(getpid(), &before);
		touch(MAP_SHARED);
		memory_read(getpid(), &after);
		_exit(after.anon > before.anon + LITTLE ||
		      after.peak > before.peak + LITTLE);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void a_process_that_is_not_there(void **state)
{
	struct memory memory = {0};

	(void)state;
	assert_int_equal(memory_read(1 << 22, &memory), -1);
	assert_int_equal(memory.anon, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_shared_mapping_does_not_count),
		cmocka_unit_test(what_was_given_back_stays_in_the_peak),
		cmocka_unit_test(a_process_that_is_not_there),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * touch.c - see touch.h.
 *
 * Reading first, since the kernel maps 16 pages at a time for a reader, and the
 * entries of a shared mapping can then be written to on most machines; the
 * second pass sees to the others. Together 0.3 us a page where each page is
 * there already, against 0.8 us for faults of a writer.
 */
#include "harness/machine/touch.h"

#include "harness/record/clock.h"

#include <link.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>

enum { PAGE = 4096 }; /* the smallest of any machine: none is missed */

static char *page_of(char *at)
{
	return at - (uintptr_t)at % PAGE;
}

/* For kernels before 5.14, and pages larger than PAGE. */
static void touch_by_hand(char *from, const char *until)
{
	for (; from < until; from += PAGE)
		atomic_fetch_or_explicit((_Atomic char *)from, 0,
					 memory_order_relaxed);
}

void touch_shared(void *memory, size_t bytes)
{
	char *from = page_of(memory);
	char *until = page_of((char *)memory + bytes + PAGE - 1);

	madvise(from, (size_t)(until - from), MADV_POPULATE_READ);
	if (madvise(from, (size_t)(until - from), MADV_POPULATE_WRITE) < 0)
		touch_by_hand(from, until);
}

/* For dl_iterate_phdr(), which begins with the program itself. */
static int touch_program(struct dl_phdr_info *program, size_t size,
			 void *unused)
{
	(void)size;
	(void)unused;
	for (int i = 0; i < program->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &program->dlpi_phdr[i];
		/* The loader tells addresses as numbers. */
		char *at = (char *)(program->dlpi_addr + // NOLINT
				    part->p_vaddr);
		char *from = page_of(at);
		char *until = page_of(at + part->p_memsz + PAGE - 1);

		if (part->p_type == PT_LOAD && !(part->p_flags & PF_W))
			madvise(from, (size_t)(until - from),
				MADV_POPULATE_READ);
	}
	return 1;
}

/* Of libraries only what every worker is sure to call: its clock, and a wait,
 * here for an instant that has passed. */
void touch_code(void)
{
	dl_iterate_phdr(touch_program, NULL);
	clock_sleep_until(clock_now());
}

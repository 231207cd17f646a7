/*
 * shared.c - memory that all workers of a run share, whatever they are; see
 * workload.h. It goes with the run's process.
 */
#include "harness/support/shared.h"

#include "harness/contract/workload.h"
#include "harness/machine/touch.h"

#include <sys/mman.h>

enum {
	REMEMBERED = 16
}; /* so many are touched; more are shared all the same */

static struct {
	void *memory;
	size_t size;
} shared[REMEMBERED];
static unsigned n_shared;

void *shared_memory(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		return NULL;
	if (n_shared < REMEMBERED) {
		shared[n_shared].memory = memory;
		shared[n_shared++].size = size;
	}
	return memory;
}

void shared_touch(void)
{
	for (unsigned i = 0; i < n_shared; i++)
		touch_shared(shared[i].memory, shared[i].size);
}

/*
 * shared.c - memory that all workers of a run share, whatever they are; see
 * workload.h. It goes with the run's process.
 */
#include "harness/contract/workload.h"

#include <sys/mman.h>

void *shared_memory(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

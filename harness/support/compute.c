/*
 * compute.c - the compute kernel and its calibration; see compute.h and
 * workload.h.
 *
 * A step multiplies and shifts the result of the step before: the processor
 * cannot overlap steps, the compiler cannot shorten the chain, and no memory is
 * touched, so time is proportional to iterations and nothing else.
 */
#include "harness/support/compute.h"

#include "harness/record/clock.h"
#include "harness/contract/workload.h"

/* A span takes 1 or 2 ms: long enough for the clock, short enough to
 * pass between two noise. */
enum { SPANS = 40, SPAN_ITERATIONS = 1000000 };

static double rate; /* iterations per ms */

uint64_t mix64(uint64_t seed)
{
	uint64_t z = seed + UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* Not inlined: where it is called from changes neither its code nor its
 * alignment. */
__attribute__((noinline)) uint64_t compute(uint64_t seed, uint64_t iterations)
{
	uint64_t x = mix64(seed);

	for (uint64_t i = 0; i < iterations; i++) {
		x *= UINT64_C(0xd1342543de82ef95);
		x ^= x >> 32;
	}
	return x;
}

uint64_t compute_iterations(int64_t ns)
{
	return (uint64_t)((double)ns * rate / (double)MS + 0.5);
}

double compute_calibrate(void)
{
	static volatile uint64_t sink;
	int64_t fastest = INT64_MAX;

	for (int i = 0; i < SPANS; i++) {
		int64_t start = clock_now(), span;

		sink = compute(sink, SPAN_ITERATIONS);
		span = clock_now() - start;
		fastest = span < fastest ? span : fastest;
	}
	return (double)SPAN_ITERATIONS * (double)MS / (double)fastest;
}

void compute_set_rate(double iterations_per_ms)
{
	rate = iterations_per_ms;
}

/*
 * compute.c - the compute kernel and its calibration; see compute.h and
 * workload.h.
 *
 * A step multiplies and shifts the result of the step before: the processor
 * cannot overlap steps, the compiler cannot shorten the chain, and no memory is
 * touched, so time is proportional to iterations and nothing else.
 */
#include "harness/support/compute.h"

#include "base/sorted.h"
#include "harness/record/clock.h"
#include "harness/contract/workload.h"

/* A span takes about 0.2 ms: long enough for the clock, and so short that most
 * lie between two interruptions, whose traces (cold caches, the host's other
 * guests) the thread's CPU time does not leave out. */
enum { SPANS = 400, SPAN_ITERATIONS = 125000 };

/* The least of many, but for the few that are too short: time that the host
 * takes is subtracted from CPU time, and now and then from the wrong span, which
 * then looks 5 % faster than the processor can be. */
#define FAST 0.05

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
	double spans[SPANS];

	for (int i = 0; i < SPANS; i++) {
		int64_t start = clock_cpu(CLOCK_THREAD_CPUTIME_ID);

		sink = compute(sink, SPAN_ITERATIONS);
		spans[i] = (double)(clock_cpu(CLOCK_THREAD_CPUTIME_ID) - start);
	}
	sorted_make(spans, SPANS);
	return (double)SPAN_ITERATIONS * (double)MS /
	       sorted_quantile(spans, SPANS, FAST);
}

void compute_set_rate(double iterations_per_ms)
{
	rate = iterations_per_ms;
}

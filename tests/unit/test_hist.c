/*
 * test_hist.c - the histogram against HdrHistogram's own known answers.
 */
#include "harness/record/hgrm.h"
#include "harness/record/hist.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct hist *new_hist(void)
{
	struct hist *hist = calloc(1, sizeof *hist);

	assert_non_null(hist);
	hist_reset(hist);
	return hist;
}

/* 1000, 2000, ... 10000000: HdrHistogram's usual example. */
static struct hist *ten_thousand(void)
{
	struct hist *hist = new_hist();

	for (int64_t value = 1000; value <= 10000000; value += 1000)
		hist_add(hist, value);
	return hist;
}

static void index_is_hdr_histograms(void **state)
{
	(void)state;
	assert_int_equal(hist_index(0), 0);
	assert_int_equal(hist_index(2047), 2047);
	assert_int_equal(hist_index(2048), 2048);
	assert_int_equal(hist_index(4095), 3071);
	assert_int_equal(hist_index(10007), 4322);
	assert_int_equal(hist_index(1000000), 11169);
	assert_true(hist_index(HIST_MOST) < HIST_BUCKETS);
}

static void every_index_comes_back(void **state)
{
	(void)state;
	for (unsigned i = 0; i < HIST_BUCKETS; i++) {
		int64_t low = hist_value_at(i);

		assert_int_equal(hist_index(low), i);
		assert_int_equal(hist_lowest(low), low);
		assert_int_equal(hist_index(hist_highest(low)), i);
		assert_int_equal(hist_index(hist_highest(low) + 1), i + 1);
	}
}

static void quantiles_of_a_known_series(void **state)
{
	struct hist *hist = ten_thousand();

	(void)state;
	assert_int_equal(hist->total, 10000);
	assert_int_equal(hist_quantile(hist, 0.5), 5001215);
	assert_int_equal(hist_quantile(hist, 0.99), 9904127);
	assert_int_equal(hist_quantile(hist, 0), 1000);
	assert_int_equal(hist_quantile(hist, 1), 10000000);
	assert_float_equal(hist_mean(hist), 5000500, 0.001);
	free(hist);
}

static void out_of_range_is_counted(void **state)
{
	struct hist *hist = new_hist();

	(void)state;
	hist_add(hist, HIST_MOST + 1);
	hist_add(hist, -5);
	assert_int_equal(hist->total, 2);
	assert_int_equal(hist->beyond, 1);
	assert_int_equal(hist->max, HIST_MOST);
	assert_int_equal(hist->min, 0);
	free(hist);
}

static void merging_equals_recording_together(void **state)
{
	struct hist *one = new_hist(), *two = new_hist(), *both = new_hist();

	(void)state;
	for (int64_t i = 1; i < 100000; i += 7) {
		hist_add(i % 2 ? one : two, i * i);
		hist_add(both, i * i);
	}
	hist_merge(one, two);
	hist_merge(one, &(struct hist){0});
	assert_memory_equal(one->counts, both->counts, sizeof one->counts);
	assert_int_equal(one->total, both->total);
	assert_int_equal(one->sum, both->sum);
	assert_int_equal(one->min, both->min);
	assert_int_equal(one->max, both->max);
	free(one);
	free(two);
	free(both);
}

static void percentiles_need_data(void **state)
{
	struct hist *hist = new_hist();

	(void)state;
	for (int i = 0; i < 999; i++)
		hist_add(hist, i);
	assert_false(hist_bears(hist, 0.99));
	hist_add(hist, 1);
	assert_true(hist_bears(hist, 0.99));
	assert_false(hist_bears(hist, 0.999));
	free(hist);
}

static void text_is_hdr_histograms(void **state)
{
	struct hist *hist = ten_thousand();
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);

	(void)state;
	assert_int_equal(hgrm_write(hist, to), 0);
	fclose(to);
	assert_ptr_equal(strstr(text, "       Value     Percentile TotalCount "
				      "1/(1-Percentile)\n\n"
				      "    1000.000 0.000000000000          1"
				      "           1.00\n"
				      " 1000447.000 0.100000000000       1000"
				      "           1.11\n"),
			 text);
	assert_non_null(strstr(text, " 5001215.000 0.500000000000       5001"
				     "           2.00\n"));
	assert_non_null(strstr(
		text, "10002431.000 1.000000000000      10000\n"
		      "#[Mean    =  5000504.758, StdDeviation   =  "
		      "2886751.647]\n"
		      "#[Max     = 10002431.000, Total count    =        "
		      "10000]\n"
		      "#[Buckets =           32, SubBuckets     =         "
		      "2048]\n"));
	free(text);
	free(hist);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(index_is_hdr_histograms),
		cmocka_unit_test(every_index_comes_back),
		cmocka_unit_test(quantiles_of_a_known_series),
		cmocka_unit_test(out_of_range_is_counted),
		cmocka_unit_test(merging_equals_recording_together),
		cmocka_unit_test(percentiles_need_data),
		cmocka_unit_test(text_is_hdr_histograms),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

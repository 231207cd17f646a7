/*
 * test_hgrm.c - histograms that went through a file merge exactly, and the file
 * is HdrHistogram's.
 */
#include "harness/record/hgrm.h"

#include <math.h>
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

/* The text of a histogram; the caller's to free. */
static char *text_of(const struct hist *hist)
{
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);

	assert_non_null(to);
	assert_int_equal(hgrm_write(hist, to), 0);
	assert_int_equal(fclose(to), 0);
	return text;
}

/* What reading a text answers; the histogram is left in *hist if wanted. */
static long reading(const char *text, struct hist **keep)
{
	struct hist *hist = new_hist();
	FILE *from = fmemopen((char *)text, strlen(text), "r");
	long wrong;

	assert_non_null(from);
	wrong = hgrm_read(hist, from);
	fclose(from);
	if (keep)
		*keep = hist;
	else
		free(hist);
	return wrong;
}

/* Writes a histogram, frees it, and reads it again. */
static struct hist *through_a_file(struct hist *hist)
{
	char *text = text_of(hist);
	struct hist *again;

	free(hist);
	assert_int_equal(reading(text, &again), 0);
	free(text);
	return again;
}

static void assert_same(const struct hist *a, const struct hist *b)
{
	assert_memory_equal(a->counts, b->counts, sizeof a->counts);
	assert_int_equal(a->total, b->total);
	assert_int_equal(a->beyond, b->beyond);
	assert_int_equal(a->min, b->min);
	assert_int_equal(a->max, b->max);
	assert_int_equal(a->sum, b->sum);
	assert_true(fabs(a->sum_squares - b->sum_squares) <=
		    1e-12 * b->sum_squares);
}

static void reading_and_merging_is_recording_together(void **state)
{
	struct hist *one = new_hist(), *two = new_hist(), *both = new_hist();

	(void)state;
	srand48(7);
	for (int i = 0; i < 20000; i++) {
		int64_t value = (int64_t)exp(drand48() * 30);

		hist_add(i % 3 ? one : two, value);
		hist_add(both, value);
	}
	hist_add(two, 0);
	hist_add(both, 0);
	hist_add(one, 2 * HIST_MOST);
	hist_add(both, 2 * HIST_MOST);
	one = through_a_file(one);
	two = through_a_file(two);
	hist_merge(one, two);
	assert_same(one, both);
	assert_int_equal(hist_quantile(one, 0.99), hist_quantile(both, 0.99));
	free(one);
	free(two);
	free(both);
}

static void an_empty_one_comes_back_empty(void **state)
{
	struct hist *empty = through_a_file(new_hist()), *some = new_hist();

	(void)state;
	assert_int_equal(empty->total, 0);
	hist_add(some, 12345);
	hist_merge(some, empty);
	hist_merge(empty, some);
	assert_same(empty, some);
	free(empty);
	free(some);
}

/* What HdrHistogram prints first; the rest are comments to its tools. */
static void the_buckets_are_comments(void **state)
{
	struct hist *hist = new_hist();
	const char *exact;
	char *text;

	(void)state;
	hist_add(hist, 7);
	hist_add(hist, 5000);
	hist_add(hist, 5001);
	text = text_of(hist);
	assert_ptr_equal(strstr(text, "       Value     Percentile"), text);
	exact = strstr(text, "#[Exact ");
	assert_string_equal(exact, "#[Exact min_ns=7 max_ns=5001 sum_ns=10008 "
				   "sum_squares=50010050 beyond=0]\n"
				   "#[Bucket 7 7 1]\n"
				   "#[Bucket 5000 5003 2]\n");
	assert_memory_equal(strstr(text, "#[Buckets ="),
			    "#[Buckets =           32, SubBuckets     =        "
			    " 2048]\n",
			    (size_t)(exact - strstr(text, "#[Buckets =")));
	free(text);
	free(hist);
}

#define HEAD(MIN, MAX)                                                  \
	"#[Exact min_ns=" MIN " max_ns=" MAX " sum_ns=9 sum_squares=9 " \
	"beyond=0]\n"

static void what_is_wrong_is_named(void **state)
{
	static const struct {
		const char *text;
		long line;
	} wrong[] = {
		{"x\n", 2},
		{"x\ny\n" HEAD("9", "7") "#[Bucket 7 7 1]\n", 3},
		{HEAD("9", "7") "#[Bucket 7 7 1]\n", 1},
		{HEAD("7", "7") "7,7,1\n", 2},
		{HEAD("7", "7") "#[Bucket 7 8 1]\n", 2},
		{HEAD("7", "7") "#[Bucket 7 7 0]\n", 2},
		{HEAD("7", "7") "#[Bucket 7 7 -]\n", 2},
		{HEAD("7", "7") "#[Bucket 7 7 1]", 2},
		{HEAD("7", "9") "#[Bucket 8 8 1]\n#[Bucket 9 9 1]\n", 2},
		{HEAD("7", "9") "#[Bucket 7 7 1]\n#[Bucket 9 9 1]\n"
				"#[Bucket 8 8 1]\n",
		 4},
		{HEAD("7", "9") "#[Bucket 7 7 1]\n#[Bucket 5001 5004 1]\n", 3},
		{HEAD("7", "9") "#[Bucket 7 7 1]\n#[Bucket -9 9 1]\n", 3},
		{HEAD("7", "9") "#[Bucket 7 7 1]\n", 3},
		{HEAD("7", "9") "#[Bucket 7 7 1]\n"
				"#[Bucket 99999999999999999 "
				"99999999999999999 1]\n",
		 3},
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_int_equal(reading(wrong[i].text, NULL), wrong[i].line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reading_and_merging_is_recording_together),
		cmocka_unit_test(an_empty_one_comes_back_empty),
		cmocka_unit_test(the_buckets_are_comments),
		cmocka_unit_test(what_is_wrong_is_named),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * kind.h - a kind of figure: what analysis/figures/kinds/KIND.c declares.
 *
 * A kind is one C file and one gnuplot program, plots/KIND.gp; nothing else
 * names it. The file writes the points and the labels of a figure, ends with a
 * const struct figure_kind, and puts it on the list with FIGURE_KIND(kind)
 * before main() begins: there is no table to add it to.
 */
#ifndef ANALYSIS_FIGURES_KIND_H
#define ANALYSIS_FIGURES_KIND_H

#include "analysis/figures/figure.h"
#include "analysis/figures/table.h"

/* A kind of figure. */
struct figure_kind {
	const char *name;    /* ends the names of its figures */
	const char *program; /* plots/PROGRAM.gp; NULL: plots/NAME.gp */
	const char *asked;   /* a suite's `figure = ` asks for it by this */
	int rank;            /* among those asked for by one word: low first */
	const char *title;   /* "Throughput" */
	const char *y;       /* the y axis, or of bars the x axis */
	const char *caption; /* in place of rounds and parameters, or NULL */
	enum metric metric;
	bool small;    /* stands beside another one, not alone in a row */
	bool whiskers; /* shows intervals over rounds */
	bool whole;    /* one for the experiment, not one per panel */

	/* The axes it stands on, as figure_axes(); NULL: concurrency if that
	 * has several values, else the first parameter. */
	const struct axis *(*axes)(const struct experiment *experiment,
				   const struct axis **y);

	/* Whether it can show these cells; NULL: always. */
	bool (*fits)(const struct figure *figure);

	/* Writes points and labels; false when there is nothing to show. Title,
	 * subtitle and the words of both axes are written already; a second
	 * label of the same key replaces the first. */
	bool (*write)(const struct figure *figure, const struct tables *to);
};

/* A kind on the list. */
struct kind_entry {
	const struct figure_kind *kind;
	struct kind_entry *next;
};

/* Puts an entry on the list, which keeps it; before main() only. */
void kind_add(struct kind_entry *entry);

/* Puts a kind on the list. */
#define FIGURE_KIND(of)                                        \
	static struct kind_entry kind_entry = {.kind = &(of)}; \
	__attribute__((constructor)) static void enlist(void)  \
	{                                                      \
		kind_add(&kind_entry);                         \
	}

/* The kind that a word asks for after this one, by rank; NULL: the first, or no
 * more. */
const struct figure_kind *kind_next(const char *asked,
				    const struct figure_kind *after);

/* The axes that an experiment's figures stand on: x is NULL for concurrency
 * when that has one value only; *y is NULL but for maps. The suite's word for
 * the figure alone decides, so that every machine draws the same one. */
const struct axis *figure_axes(const struct experiment *experiment,
			       const struct axis **y);

#endif

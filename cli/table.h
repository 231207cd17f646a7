/*
 * table.h - the runs of `avt run`, gathered by cell and shown as a table.
 */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "cli/request.h"

#include <jansson.h>
#include <stdbool.h>

/* The lines of each cell: an array of JSON arrays, by the cell's point. */
struct table {
	const struct request *request;
	json_t **lines;
};

/* An empty table for a request, which must outlive it. */
void table_init(struct table *table, const struct request *request);

/* Takes a run's line over. */
void table_add(struct table *table, unsigned cell, json_t *line);

/* Prints a row per cell that was measured: medians over its valid runs. */
void table_print(const struct table *table);

/* Whether all valid runs of one batch gave the same answers; says loudly which
 * do not. */
bool table_check_answers(const struct table *table);

/* Frees the lines and the arrays; the request stays the caller's. */
void table_free(struct table *table);

#endif

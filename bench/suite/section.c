/*
 * section.c - finds what a section has.
 */
#include "bench/suite/section.h"

#include "base/units.h"

#include <string.h>

const struct list *section_param(const struct section *section,
				 const char *name)
{
	for (unsigned i = 0; i < section->n_params; i++)
		if (strcmp(section->params[i].name, name) == 0)
			return &section->params[i];
	return NULL;
}

const struct list *section_offered(const struct section *section)
{
	if (section->rates.n)
		return &section->rates;
	return section->loads.n ? &section->loads : NULL;
}

unsigned section_lists(const struct section *section,
		       const struct list *to[SUITE_LISTS])
{
	unsigned n = 0;

	to[n++] = &section->workloads;
	for (unsigned i = 0; i < section->n_params; i++)
		to[n++] = &section->params[i];
	if (section->slacks.n)
		to[n++] = &section->slacks;
	to[n++] = &section->concurrency;
	if (section_offered(section))
		to[n++] = section_offered(section);
	return n;
}

const struct value *list_find(const struct list *list, const char *text)
{
	int64_t number;

	for (unsigned i = 0; i < list->n; i++) {
		const struct value *value = &list->value[i];

		if (strcmp(value->text, text) == 0 ||
		    (unit_parse(value->kind, text, &number) &&
		     number == value->number))
			return value;
	}
	return NULL;
}

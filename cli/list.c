/*
 * list.c - avt list: what can be measured, as text or JSON.
 *
 * Everything comes from the workloads' and runners' own declarations, so a new
 * file is listed without further words. Defaults are read from the parameters'
 * variables, which is right because no cell has been applied in this process.
 */
#include "cli/cli.h"

#include "harness/cell/cell.h"
#include "harness/cell/registry.h"
#include "base/units.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

/* Words by enum kind; the same in JSON and text. */
static const char *const kinds[] = {
	[WAITS] = "waits",
	[COMPUTES] = "computes",
	[MIXED] = "mixed",
};

/* Room for all choices of a parameter in words. */
enum { LIMITS = 160 };

/* The default of a parameter, as a person writes it. */
static const char *default_of(const struct param *param, char to[UNIT_TEXT])
{
	if (param->kind == PARAM_CHOICE)
		return param->choices[*param->value];
	return unit_format(param->kind, *param->value, to);
}

/* What a parameter may be: "0 to 1h" or "tcp, unix". */
static char *limits_of(const struct param *param, char to[LIMITS])
{
	char least[UNIT_TEXT], most[UNIT_TEXT];
	size_t length = 0;

	*to = '\0';
	if (param->kind != PARAM_CHOICE) {
		snprintf(to, LIMITS, "%s to %s",
			 unit_format(param->kind, param->least, least),
			 unit_format(param->kind, param->most, most));
		return to;
	}
	for (size_t i = 0; param->choices[i] && length < LIMITS; i++)
		length += (size_t)snprintf(to + length, LIMITS - length, "%s%s",
					   i ? ", " : "", param->choices[i]);
	return to;
}

/* How many workers a runner has that is given no size. */
static const char *default_workers(const char *name)
{
	struct contestant contestant;
	char error[CELL_ERROR];

	return contestant_parse(name, &contestant, error) &&
			       contestant.kind == SIZE_CORES
		       ? "cores"
		       : "1";
}

/* How a runner is sized: ":N, :cores, :match or :best threads; cores alone". */
static void print_sizes(const char *name, const struct runner *runner)
{
	bool cores = !strcmp(default_workers(name), "cores");
	char most[UNIT_TEXT];

	if (runner->most_workers == 1)
		printf("    %s takes no size", name);
	else
		printf("    %s:N, :cores%s %s; default %s", name,
		       runner->kind == LOOP ? " or :match"
					    : ", :match or :best",
		       runner->worker, cores ? "one per CPU" : "1");
	if (runner->most_workers > 1)
		printf("; N up to %s",
		       unit_format(PARAM_COUNT, runner->most_workers, most));
	if (runner->most_helpers)
		printf("; +H helper threads each, H up to %s",
		       unit_format(PARAM_COUNT, runner->most_helpers, most));
	putchar('\n');
}

/* A line for the workload, one for each parameter: what -w and -s take. */
static void print_workload(const struct named_workload *named)
{
	const struct workload *workload = named->workload;

	printf("  %-12s %-9s %s\n", named->name, kinds[workload->kind],
	       workload->summary);
	for (const struct param *p = workload->params; p && p->name; p++) {
		char value[UNIT_TEXT], limits[LIMITS];

		printf("    %-12s %-8s %-16s %s\n", p->name,
		       default_of(p, value), limits_of(p, limits), p->help);
	}
}

/* No wider than 120 columns, which a test holds the declarations to. */
static void print_all(void)
{
	puts("Workloads (-w) and their parameters (-s name=value): default, "
	     "range, meaning");
	for (const struct named_workload *w = registry_workloads; w->name; w++)
		print_workload(w);
	puts("\nRunners (-r) and their sizes");
	for (const struct named_runner *r = registry_runners; r->name; r++) {
		printf("  %-12s %-9s %s\n", r->name,
		       registry_kinds[r->runner->kind], r->runner->summary);
		print_sizes(r->name, r->runner);
	}
	if (registry_left_out->name)
		putchar('\n');
	for (const struct left_out *l = registry_left_out; l->name; l++)
		printf("left out: %s (needs %s: apt-get install %s, then "
		       "make)\n",
		       l->name, l->library, l->package);
}

/* A declaration may leave its help out. */
static json_t *text_or_null(const char *text)
{
	return text ? json_string(text) : json_null();
}

/* Least and most, or the choices, as texts and as numbers. */
static void add_limits(json_t *json, const struct param *param)
{
	char text[UNIT_TEXT];
	json_t *choices;

	if (param->kind != PARAM_CHOICE) {
		unit_format(param->kind, param->least, text);
		json_object_set_new(json, "least", json_string(text));
		unit_format(param->kind, param->most, text);
		json_object_set_new(json, "most", json_string(text));
		return;
	}
	choices = json_array();
	for (size_t i = 0; param->choices[i]; i++)
		json_array_append_new(choices, json_string(param->choices[i]));
	json_object_set_new(json, "choices", choices);
}

/* Values are texts in units, as a person would give them to -s. */
static json_t *param_json(const struct param *param)
{
	char text[UNIT_TEXT];
	json_t *json = json_object();

	json_object_set_new(json, "name", json_string(param->name));
	json_object_set_new(json, "kind", json_string(unit_kinds[param->kind]));
	json_object_set_new(json, "default",
			    json_string(default_of(param, text)));
	add_limits(json, param);
	json_object_set_new(json, "help", text_or_null(param->help));
	return json;
}

/* The caller's reference, as with all that end in _json here. */
static json_t *workload_json(const struct named_workload *named)
{
	json_t *params = json_array(), *json = json_object();

	for (const struct param *p = named->workload->params; p && p->name; p++)
		json_array_append_new(params, param_json(p));
	json_object_set_new(json, "name", json_string(named->name));
	json_object_set_new(json, "summary",
			    text_or_null(named->workload->summary));
	json_object_set_new(json, "kind",
			    json_string(kinds[named->workload->kind]));
	json_object_set_new(json, "params", params);
	return json;
}

/* most_workers is null where there is no bound but the program's own. */
static json_t *runner_json(const struct named_runner *named)
{
	const struct runner *runner = named->runner;
	json_t *json = json_object();

	json_object_set_new(json, "name", json_string(named->name));
	json_object_set_new(json, "summary", text_or_null(runner->summary));
	json_object_set_new(json, "kind",
			    json_string(registry_kinds[runner->kind]));
	json_object_set_new(
		json, "fed_by",
		json_string(runner->fed_by == QUEUE ? "queue" : "itself"));
	json_object_set_new(json, "label", text_or_null(runner->label));
	json_object_set_new(json, "colour", text_or_null(runner->colour));
	json_object_set_new(json, "worker", text_or_null(runner->worker));
	json_object_set_new(json, "default_workers",
			    json_string(default_workers(named->name)));
	json_object_set_new(json, "most_workers",
			    runner->most_workers
				    ? json_integer(runner->most_workers)
				    : json_null());
	json_object_set_new(json, "most_helpers",
			    json_integer(runner->most_helpers));
	return json;
}

/* A file that was left out, and what it takes to have it. */
static json_t *left_out_json(const struct left_out *row)
{
	return json_pack("{s:s, s:s, s:s, s:s}", "folder", row->folder, "name",
			 row->name, "library", row->library, "package",
			 row->package);
}

/* Arrays and not objects by name: the order is that of the text. */
static void print_json(void)
{
	json_t *workloads = json_array(), *runners = json_array();
	json_t *left_out = json_array();
	json_t *all = json_pack("{s:o, s:o, s:o}", "workloads", workloads,
				"runners", runners, "left_out", left_out);

	for (const struct named_workload *w = registry_workloads; w->name; w++)
		json_array_append_new(workloads, workload_json(w));
	for (const struct named_runner *r = registry_runners; r->name; r++)
		json_array_append_new(runners, runner_json(r));
	for (const struct left_out *l = registry_left_out; l->name; l++)
		json_array_append_new(left_out, left_out_json(l));
	json_dumpf(all, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(all);
}

static error_t parse(int key, char *value, struct argp_state *state)
{
	bool *json = state->input;

	(void)value;
	if (key != 'j')
		return ARGP_ERR_UNKNOWN;
	*json = true;
	return 0;
}

static const struct argp_option options[] = {
	{"json", 'j', NULL, 0, "Print one JSON object instead of text", 0},
	{0},
};

int cli_list(int argc, char **argv)
{
	static const struct argp argp = {
		options,
		parse,
		.doc = "Lists the workloads with their parameters, and the "
		       "runners.",
	};
	bool json = false;

	cli_parse(&argp, argc, argv, &json);
	if (json)
		print_json();
	else
		print_all();
	return cli_flush() ? CLI_FINE : CLI_INVALID;
}

/*
 * test_facts.c - the findings of avt doctor about CPUs and control groups, on
 * machines that are not this one: each test writes the files that it is about.
 */
#include "tests/unit/sysfile_tree.h"

#include "bench/doctor/doctor.h"
#include "harness/machine/cgroup.h"
#include "harness/machine/noise.h"

#include <math.h>

/* Every reader on a machine that tells nothing: nothing is said but that, and
 * each finding still says what follows. */
static void nothing_exposed(void **state)
{
	struct ticks ticks;

	(void)state;
	facts_cpus(&facts);
	facts_kernel(&facts);
	facts_clock_source(&facts);
	ticks_read(root, &ticks);
	facts_load_between(&facts, &ticks, &ticks);
	facts_load(&facts);
	facts_memory(&facts);
	assert_true(facts.n > 15);
	for (size_t i = 0; i < facts.n; i++) {
		const struct finding *finding = &facts.findings[i];

		assert_true(*finding->means);
		if (strcmp(finding->name, "cpus") != 0)
			found(finding->name, RATING_HIDDEN, "not exposed");
	}
	found("cpus", RATING_GOOD, "4, no quota");
}

/* Files that hold what they should not: the same as none. */
static void nonsense(void **state)
{
	static const char *const files[] = {
		CPU "/online",
		CPU "/intel_pstate/no_turbo",
		CPU "/cpu0/topology/thread_siblings_list",
		CPU "/vulnerabilities/meltdown",
		"/sys/devices/system/node/online",
		"/proc/stat",
		"/proc/loadavg",
		"/proc/meminfo",
		"/proc/pressure/cpu",
		"/proc/cpuinfo",
		"/proc/self/cgroup",
		"/proc/sys/vm/overcommit_memory",
		"/proc/sys/kernel/randomize_va_space",
		"/proc/sys/kernel/pid_max",
		"/proc/sys/net/ipv4/ip_local_port_range",
		"/sys/kernel/mm/transparent_hugepage/enabled",
	};
	static const char *const texts[] = {
		"",
		"\n",
		"\x1b[31mred\n",
		"-1",
		":::::",
		"9-1,,",
		"99999999999999999999999999999999999 nan inf",
		"]always[",
		"cpu cpu cpu",
		"1-99999999",
		"4:cpu:",
		"0::",
	};

	(void)state;
	for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
		for (size_t f = 0; f < sizeof files / sizeof *files; f++)
			put(files[f], texts[t]);
		facts.n = 0;
		facts_cpus(&facts);
		facts_kernel(&facts);
		facts_load(&facts);
		facts_limits(&facts);
		facts_memory(&facts);
		found("numa nodes", RATING_HIDDEN, "not exposed");
		found("pressure", RATING_HIDDEN, "not exposed");
		found("load", RATING_HIDDEN, "not exposed");
		found("huge pages", RATING_HIDDEN, "not exposed");
		for (size_t i = 0; i < facts.n; i++)
			for (const char *c = facts.findings[i].value; *c; c++)
				assert_in_range(*c, ' ', '~');
	}
}

static void no_quota(void **state)
{
	(void)state;
	put(CPU "/online", "0-7\n");
	put("/proc/self/cgroup", "0::/user.slice\n");
	put(GROUP "/user.slice/cpu.max", "max 100000\n");
	facts_cpus(&facts);
	assert_true(found("cpus", RATING_GOOD, "4 of 8")->number == 4);
	assert_true(isinf(cgroup_cpus(root).most));
}

static void quota_of_version_2(void **state)
{
	const struct finding *finding;

	(void)state;
	put("/proc/self/cgroup", "0::/a.slice/b.scope\n");
	put(GROUP "/a.slice/cpu.max", "150000 100000\n");
	put(GROUP "/a.slice/b.scope/cpu.max", "max 100000\n");
	put(GROUP "/a.slice/cpu.stat", "usage_usec 1\nnr_throttled 7\n");
	facts_cpus(&facts);
	facts_load(&facts);
	finding = found("cpus", RATING_BAD, "4, quota 1.5");
	assert_string_equal(finding->fix, "echo max > " GROUP "/a.slice/"
					  "cpu.max");
	assert_true(finding->number == 1.5);
	found("throttled", RATING_CAUTION, "7 times");
}

/* A container's own group is the root of what it sees, while its path is still
 * the host's. */
static void quota_of_a_container(void **state)
{
	(void)state;
	put("/proc/self/cgroup", "0::/docker/0123:4567\n");
	put(GROUP "/cpu.max", "50000 100000\n");
	assert_true(cgroup_cpus(root).most == 0.5);
	put("/proc/self/cgroup", "0::/../../other\n");
	assert_true(cgroup_cpus(root).most == 0.5);
}

/* Nothing is where systemd puts it, and a container sees its own group only. */
static void groups_mounted_elsewhere(void **state)
{
	(void)state;
	put("/proc/self/mountinfo",
	    "31 23 0:28 / /mnt rw - tmpfs tmpfs rw,mode=755\n"
	    "32 31 0:29 /box /mnt/groups rw shared:9 - cgroup2 cgroup2 rw\n"
	    "33 31 0:30 / /mnt/pids rw - cgroup cgroup rw,pids\n");
	put("/proc/self/cgroup", "3:pids:/x\n0::/box/a\n");
	put("/mnt/groups/cpu.max", "max 100000\n");
	put("/mnt/groups/a/cpu.max", "50000 100000\n");
	put("/mnt/pids/x/pids.max", "300\n");
	assert_true(cgroup_cpus(root).most == 0.5);
	assert_true(cgroup_pids(root).most == 300);
}

/* A run counts how often its own group was stopped, not the root of all. */
static void throttling_is_that_of_the_own_group(void **state)
{
	struct noise_counters counters;

	(void)state;
	put("/proc/self/cgroup", "0::/user.slice/a.scope\n");
	put(GROUP "/cpu.stat", "usage_usec 1\nnr_throttled 0\n");
	put(GROUP "/user.slice/a.scope/cpu.stat", "nr_throttled 7\n");
	noise_count(root, &counters);
	assert_true(counters.throttled == 7);
	put("/proc/self/cgroup", "4:cpu,cpuacct:/x\n");
	put(GROUP "/cpu/cpu.stat", "nr_throttled 1\n");
	put(GROUP "/cpu/x/cpu.stat", "nr_periods 9\nnr_throttled 3\n");
	noise_count(root, &counters);
	assert_true(counters.throttled == 3);
}

static void quota_of_version_1(void **state)
{
	(void)state;
	put("/proc/self/cgroup", "9:name=systemd:/\n4:cpu,cpuacct:/x/"
				 "y\n3:pids:/x\n0::/\n");
	put(GROUP "/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
	put(GROUP "/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
	put(GROUP "/cpu,cpuacct/x/y/cpu.cfs_period_us", "50000\n");
	put(GROUP "/cpu,cpuacct/x/y/cpu.cfs_quota_us", "100000\n");
	put(GROUP "/pids/x/pids.max", "300\n");
	facts_cpus(&facts);
	facts_limits(&facts);
	assert_string_equal(found("cpus", RATING_BAD, "4, quota 2")->fix,
			    "echo -1 > " GROUP
			    "/cpu,cpuacct/x/y/cpu.cfs_quota_us");
	assert_string_equal(found("processes", RATING_BAD, "300")->fix,
			    "echo max > " GROUP "/pids/x/pids.max");
}

static void few_cpus(void **state)
{
	(void)state;
	CPU_ZERO(&facts.cpus);
	CPU_SET(5, &facts.cpus);
	put(CPU "/online", "0-7\n");
	facts_cpus(&facts);
	assert_string_equal(found("cpus", RATING_CAUTION, "1 of 8")->fix,
			    "taskset -pc 0-7 $$");
}

static void siblings(void **state)
{
	(void)state;
	for (int cpu = 0; cpu < 4; cpu++) {
		char path[96], list[32];

		snprintf(path, sizeof path,
			 CPU "/cpu%d/topology/thread_siblings_list", cpu);
		snprintf(list, sizeof list, "%d,%d\n", cpu, cpu + 4);
		put(path, list);
	}
	facts_cpus(&facts);
	found("smt", RATING_GOOD, "no SMT siblings"); /* theirs are not ours */
	facts.n = 0;
	CPU_SET(4, &facts.cpus);
	put(CPU "/cpu4/topology/thread_siblings_list", "0,4\n");
	facts_cpus(&facts);
	found("smt", RATING_CAUTION, "2 CPUs share cores");
}

static void speeds(void **state)
{
	(void)state;
	put(CPU "/cpu0/cpufreq/scaling_governor", "performance\n");
	put(CPU "/cpufreq/boost", "0\n");
	facts_cpus(&facts);
	found("governor", RATING_GOOD, "performance");
	found("turbo", RATING_GOOD, "off");
	facts.n = 0;
	put(CPU "/cpu3/cpufreq/scaling_governor", "powersave\n");
	put(CPU "/intel_pstate/no_turbo", "0\n");
	put("/sys/devices/system/node/online", "0-1\n");
	facts_cpus(&facts);
	assert_string_equal(found("governor", RATING_CAUTION, "mixed")->fix,
			    "cpupower frequency-set -g performance");
	assert_string_equal(found("turbo", RATING_CAUTION, "on")->fix,
			    "echo 1 > " CPU "/intel_pstate/no_turbo");
	found("numa nodes", RATING_CAUTION, "2");
}

/* More findings than there is room for: the last place is used again. */
static void too_many(void **state)
{
	(void)state;
	for (int i = 0; i < FACTS_MOST + 5; i++)
		finding_says(facts_add(&facts, "one", NULL, ""), RATING_BAD,
			     "%0500d", i);
	assert_int_equal(facts.n, FACTS_MOST);
	assert_int_equal(facts_count(&facts, RATING_BAD), FACTS_MOST);
	assert_int_equal(strlen(facts.findings[0].means), FACTS_MEANS - 1);
}

static void kernels(void **state)
{
	(void)state;
	put("/proc/cpuinfo", "processor\t: 0\nflags\t: fpu hypervisor vme\n");
	put("/sys/class/dmi/id/sys_vendor", "QEMU\n");
	put(CPU "/vulnerabilities/meltdown", "Mitigation: PTI\n");
	put(CPU "/vulnerabilities/mds", "Vulnerable\n");
	facts_kernel(&facts);
	found("hypervisor", RATING_CAUTION, "QEMU");
	found("mitigations", RATING_CAUTION, "1 on, 1 open, 0 not needed");
	facts.n = 0;
	put("/proc/cpuinfo", "flags : fpu\nprocessor : 1\nflags : hypervisor");
	facts_kernel(&facts);
	found("hypervisor", RATING_GOOD, "none");
}

static void clocks(void **state)
{
	static const char folder[] =
		"/sys/devices/system/clocksource/clocksource0";
	char path[128];

	(void)state;
	snprintf(path, sizeof path, "%s/current_clocksource", folder);
	put(path, "hpet\n");
	facts_clock_source(&facts);
	assert_string_equal(found("clock source", RATING_BAD, "hpet")->fix, "");
	facts.n = 0;
	snprintf(path, sizeof path, "%s/available_clocksource", folder);
	put(path, "tsc hpet \n");
	facts_clock_source(&facts);
	assert_non_null(strstr(found("clock source", RATING_BAD, "hpet")->fix,
			       "echo tsc > "));
}

static void others(void **state)
{
	struct ticks from, to;

	(void)state;
	put("/proc/stat", "cpu 100 0 50 800 50 0 0 0 0 0\n");
	ticks_read(facts.root, &from);
	put("/proc/stat", "cpu 120 0 50 860 50 0 0 20 0 0\n");
	ticks_read(facts.root, &to);
	facts_load_between(&facts, &from, &to);
	found("steal now", RATING_BAD, "20.00 %");
	found("busy now", RATING_BAD, "40 %");
	put("/proc/loadavg", "0.10 9.00 9.00 3/115 1558\n");
	put("/proc/pressure/cpu", "some avg10=50.54 avg60=1.00\n");
	put("/proc/pressure/memory", "some avg10=0.00 avg60=1.00\n");
	put("/proc/pressure/io", "some avg10=0.00 avg60=1.00\n");
	facts_load(&facts);
	found("load", RATING_GOOD, "0.10 in the last minute, 2 running");
	found("pressure", RATING_CAUTION, "cpu 51 %");
	found("steal since boot", RATING_CAUTION, "1.82 %");
}

static void limits(void **state)
{
	(void)state;
	put("/proc/sys/kernel/pid_max", "4095\n");
	put("/proc/sys/net/core/somaxconn", "128\n");
	put("/proc/sys/net/ipv4/ip_local_port_range", "60000\t60999\n");
	facts_limits(&facts);
	found("pid_max", RATING_BAD, "4095");
	assert_string_equal(found("somaxconn", RATING_CAUTION, "128")->fix,
			    "sysctl -w net.core.somaxconn=4096");
	found("ports", RATING_CAUTION, "1000");
	found("max_map_count", RATING_HIDDEN, "not exposed");
}

static void memory(void **state)
{
	(void)state;
	put("/proc/sys/vm/overcommit_memory", "2\n");
	put("/proc/sys/kernel/randomize_va_space", "0\n");
	put("/sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise "
							   "never\n");
	facts_memory(&facts);
	found("overcommit", RATING_BAD, "mode 2");
	found("aslr", RATING_CAUTION, "off");
	found("huge pages", RATING_CAUTION, "always");
}

/* The group's limit counts where it is less than what is free. */
static void memory_by_group(void **state)
{
	(void)state;
	put("/proc/meminfo", "MemTotal: 9 kB\nMemAvailable:   8388608 kB\n");
	put("/proc/self/cgroup", "2:memory:/\n");
	put(GROUP "/memory/memory.limit_in_bytes", "9223372036854771712\n");
	facts_memory(&facts);
	found("memory", RATING_GOOD, "8 GiB free");
	facts.n = 0;
	put(GROUP "/memory/memory.limit_in_bytes", "134217728\n");
	facts_memory(&facts);
	found("memory", RATING_BAD, "0.125 GiB by control group");
}

/* All of it, on this machine: quick, all names different, and true JSON. */
static void this_machine(void **state)
{
	json_t *json = doctor_to_json(NULL), *all, *finding, *other;
	size_t i, j;

	(void)state;
	all = json_object_get(json, "findings");
	assert_true(json_array_size(all) > 30);
	assert_true(json_array_size(all) < FACTS_MOST);
	json_array_foreach(all, i, finding)
	{
		json_array_foreach(all, j, other) if (j > i)
			assert_string_not_equal(
				json_string_value(
					json_object_get(finding, "name")),
				json_string_value(json_object_get(other, "nam"
									 "e")));
		assert_non_null(
			json_string_value(json_object_get(finding, "verdict")));
	}
	json_decref(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_A_TREE(nothing_exposed),
		ON_A_TREE(nonsense),
		ON_A_TREE(no_quota),
		ON_A_TREE(quota_of_version_2),
		ON_A_TREE(quota_of_a_container),
		ON_A_TREE(groups_mounted_elsewhere),
		ON_A_TREE(throttling_is_that_of_the_own_group),
		ON_A_TREE(quota_of_version_1),
		ON_A_TREE(few_cpus),
		ON_A_TREE(siblings),
		ON_A_TREE(speeds),
		ON_A_TREE(too_many),
		ON_A_TREE(kernels),
		ON_A_TREE(clocks),
		ON_A_TREE(others),
		ON_A_TREE(limits),
		ON_A_TREE(memory),
		ON_A_TREE(memory_by_group),
		cmocka_unit_test(this_machine),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

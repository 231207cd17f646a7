/*
 * test_facts_kernel.c - the findings of avt doctor about the kernel: what it
 * hides, what it limits, what others do with it. As test_facts.c.
 */
#include "tests/unit/sysfile_tree.h"

static void kernels(void **state)
{
	(void)state;
	put("/proc/cpuinfo", "processor\t: 0\nflags\t: fpu hypervisor vme\n");
	put("/sys/class/dmi/id/sys_vendor", "QEMU\n");
	put(CPU "/vulnerabilities/meltdown", "Mitigation: PTI\n");
	put(CPU "/vulnerabilities/mds", "Vulnerable\n");
	facts_kernel(&facts);
	found("hypervisor", RATING_MIND, "QEMU");
	found("mitigations", RATING_MIND, "1 on, 1 open, 0 not needed");
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
	assert_string_equal(found("clock source", RATING_BAD, "hpet")->mend,
			    "");
	facts.n = 0;
	snprintf(path, sizeof path, "%s/available_clocksource", folder);
	put(path, "tsc hpet \n");
	facts_clock_source(&facts);
	assert_non_null(strstr(found("clock source", RATING_BAD, "hpet")->mend,
			       "echo tsc > "));
}

static void others(void **state)
{
	struct ticks from, to;

	(void)state;
	put("/proc/stat", "cpu 100 0 50 800 50 0 0 0 0 0\n");
	ticks_read(root, &from);
	put("/proc/stat", "cpu 120 0 50 860 50 0 0 20 0 0\n");
	ticks_read(root, &to);
	facts_load_between(&facts, &from, &to);
	found("steal now", RATING_BAD, "20.00 %");
	found("busy now", RATING_BAD, "40 %");
	put("/proc/loadavg", "0.10 9.00 9.00 3/115 1558\n");
	put("/proc/pressure/cpu", "some avg10=50.54 avg60=1.00\n");
	put("/proc/pressure/memory", "some avg10=0.00 avg60=1.00\n");
	put("/proc/pressure/io", "some avg10=0.00 avg60=1.00\n");
	facts_load(&facts);
	found("load", RATING_GOOD, "0.10 in the last minute, 2 running");
	found("pressure", RATING_MIND, "cpu 51 %");
	found("steal since boot", RATING_MIND, "1.82 %");
}

static void limits(void **state)
{
	(void)state;
	put("/proc/sys/kernel/pid_max", "4095\n");
	put("/proc/sys/net/core/somaxconn", "128\n");
	put("/proc/sys/net/ipv4/ip_local_port_range", "60000\t60999\n");
	facts_limits(&facts);
	found("pid_max", RATING_BAD, "4095");
	assert_string_equal(found("somaxconn", RATING_MIND, "128")->mend,
			    "sysctl -w net.core.somaxconn=4096");
	found("ports", RATING_MIND, "1000");
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
	found("aslr", RATING_MIND, "off");
	found("huge pages", RATING_MIND, "always");
}

/* More findings than there is room for: the last point is used again. */
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_A_TREE(kernels), ON_A_TREE(clocks),
		ON_A_TREE(others),  ON_A_TREE(limits),
		ON_A_TREE(memory),  ON_A_TREE(memory_by_group),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

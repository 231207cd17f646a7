# avt: async vs threads. `make bench` measures this machine, `make test` tests avt.
# Both install the Debian packages they lack. `make help` lists the rest.

ifeq ($(origin CC),default)
CC       = gcc
endif
CFLAGS  ?= -O2 -g
PREFIX  ?= /usr/local
SUITE   ?= default
BUILD   ?= build
WARN     = -Wall -Wextra -Wshadow -Wmissing-prototypes -Wstrict-prototypes -Wvla \
           -Wno-missing-field-initializers
STRICT   = -std=gnu11 $(WARN) $(if $(CI),-Werror) -D_GNU_SOURCE -I. -pthread \
           -DAVT_DATA='"$(PREFIX)/share/avt"' -MMD -MP $(SANITIZE)
LIBS     = -lev -ljansson -linih -lm -pthread

WORKLOADS = $(sort $(basename $(notdir $(wildcard workloads/*.c))))
RUNNERS   = $(sort $(basename $(notdir $(wildcard runners/*.c))))
ROOMS     = base harness harness/* runners runners/* workloads bench/* analysis analysis/* cli
SOURCES   = $(wildcard $(addsuffix /*.c,$(ROOMS)))
OBJECTS   = $(SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/registry.o
UNITS     = $(patsubst tests/unit/%.c,$(BUILD)/tests/%.t,$(wildcard tests/unit/*.c))
ORACLE    = $(filter-out %/main.c,$(wildcard tests/oracle/*.c))
PERF      = $(patsubst tests/perf/%.c,$(BUILD)/perf/%,$(wildcard tests/perf/*.c))
BUILD_ALL = $(MAKE) --no-print-directory -j$(shell nproc)
SAY       = $(if $(V),,@echo '  $(1)  $@';)

all: $(BUILD)/avt

bench: packages-bench
	@$(BUILD_ALL) all
	$(BUILD)/avt bench $(SUITE)

plots: packages-bench
	@$(BUILD_ALL) all
	$(BUILD)/avt report $(if $(PNG),--png) results/latest

test: packages-test
	@$(BUILD_ALL) all $(UNITS)
	AVT=$(abspath $(BUILD))/avt BUILD=$(abspath $(BUILD)) prove $(if $(V),-v) $(UNITS) tests/*.t

check: packages-check
	tools/check.sh

asan tsan valgrind: packages-test
	tools/sanitize.sh $@

perf: packages-perf
	@$(BUILD_ALL) all $(PERF)
	AVT=$(abspath $(BUILD))/avt PERF=$(abspath $(BUILD))/perf tests/perf/run.sh

oracle: packages-test
	@$(BUILD_ALL) all $(BUILD)/tests/oracle
	AVT=$(abspath $(BUILD))/avt ORACLE=$(abspath $(BUILD))/tests/oracle tests/oracle/run.py

packages-bench packages-test packages-check packages-perf:
	@tools/packages.sh $(@:packages-%=%)

install: all
	install -Dm755 $(BUILD)/avt $(DESTDIR)$(PREFIX)/bin/avt
	install -d $(DESTDIR)$(PREFIX)/share/avt/suites $(DESTDIR)$(PREFIX)/share/avt/plots
	install -m644 suites/*.ini $(DESTDIR)$(PREFIX)/share/avt/suites
	install -m644 plots/*.gp $(DESTDIR)$(PREFIX)/share/avt/plots

uninstall:
	$(RM) -r $(DESTDIR)$(PREFIX)/bin/avt $(DESTDIR)$(PREFIX)/share/avt

clean:
	$(RM) -r build

help:
	@echo 'make            build build/avt'
	@echo 'make bench      measure this machine (SUITE=quick, default, full or a file), draw, report'
	@echo 'make plots      draw the newest results again (PNG=1: PNG as well)'
	@echo 'make test       all tests (V=1: each by name); asan, tsan, valgrind: under each'
	@echo 'make check      format, clang-tidy, cppcheck, shellcheck'
	@echo 'make oracle     known answers: what avt should measure, and what it does'
	@echo 'make perf       avt against libuv, GLib and hand-written code, as ratios'
	@echo 'make install    PREFIX=/usr/local DESTDIR=; also uninstall, clean'

$(BUILD)/avt: $(OBJECTS)
	$(call SAY,LD)$(CC) $(CFLAGS) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(LIBS)

# The names of the files are the names of what is in them: no list to touch.
$(BUILD)/registry.c: FORCE
	@mkdir -p $(@D)
	@tools/registry.sh '$(WORKLOADS)' '$(RUNNERS)' > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call SAY,CC)$(CC) $(CFLAGS) $(STRICT) -c -o $@ $<

$(BUILD)/registry.o: $(BUILD)/registry.c
	$(call SAY,CC)$(CC) $(CFLAGS) $(STRICT) -c -o $@ $<

$(BUILD)/tests/%.t: tests/unit/%.c $(filter-out %/cli/main.o,$(OBJECTS))
	@mkdir -p $(@D)
	$(call SAY,CC)$(CC) $(CFLAGS) $(STRICT) $(LDFLAGS) -o $@ $^ -lcmocka $(LIBS)

$(BUILD)/tests/test_oracle.t: $(ORACLE)

$(BUILD)/tests/oracle: tests/oracle/main.c $(ORACLE) $(filter-out %/cli/main.o,$(OBJECTS))
	@mkdir -p $(@D)
	$(call SAY,CC)$(CC) $(CFLAGS) $(STRICT) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/perf/%: tests/perf/%.c $(filter-out %/cli/main.o,$(OBJECTS))
	@mkdir -p $(@D)
	$(call SAY,CC)$(CC) $(CFLAGS) $(STRICT) $(LDFLAGS) $(shell pkg-config --cflags glib-2.0 libuv 2>/dev/null) -o $@ $^ $(LIBS) \
	        $(shell pkg-config --libs glib-2.0 libuv 2>/dev/null)

-include $(OBJECTS:.o=.d)
.PHONY: FORCE all bench plots test check asan tsan valgrind perf oracle install uninstall clean help \
        packages-bench packages-test packages-check packages-perf

# avt: async vs threads. `make bench` measures this machine, `make test` tests avt;
# both install any missing Debian packages first. `make help` lists the rest.

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
           -DAVT_DATA='"$(PREFIX)/share/avt"' $(SANITIZE)

# Libraries of single files: tools/libraries, as FILE:MODULE:PACKAGE. A file that
# lacks one is left out, with the folder of its name if it has one; what the
# others need comes from pkg-config.
field    = $(word $1,$(subst :, ,$2))
NEEDS   := $(shell awk '/^[a-z]/ { print $$1 ":" $$2 ":" $$3 }' tools/libraries)
ABSENT  := $(foreach row,$(NEEDS),$(if $(shell pkg-config --exists $(call field,2,$(row)) \
             2>/dev/null && echo there),,$(row)))
LEFT_OUT = $(foreach row,$(ABSENT),$(call field,1,$(row)).c $(call field,1,$(row))/%)
USED    := $(foreach row,$(NEEDS),$(if $(filter $(call field,1,$(row)).c,$(LEFT_OUT)),,$(row)))
MODULES := $(sort $(foreach row,$(USED),$(call field,2,$(row))))
LIBS    := $(if $(MODULES),$(shell pkg-config --libs $(MODULES))) \
           -lev -ljansson -linih -lm -pthread

# The names of the files are the names of what is in them: no list to touch.
ROOMS     = base harness harness/* runners runners/* workloads bench/* analysis analysis/* analysis/*/* cli
SOURCES   = $(filter-out $(LEFT_OUT),$(wildcard $(addsuffix /*.c,$(ROOMS))))
WORKLOADS = $(notdir $(basename $(sort $(filter workloads/%,$(SOURCES)))))
RUNNERS   = $(notdir $(basename $(sort $(filter-out $(LEFT_OUT),$(wildcard runners/*.c)))))
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

lengths: packages-bench
	@$(BUILD_ALL) all
	AVT=$(abspath $(BUILD))/avt tests/lengths.py $(or $(SUITE),default)

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
	$(RM) -r $(BUILD)

help:
	@echo 'make            build avt (build/avt)'
	@echo 'make bench      measure this machine and write a report;'
	@echo '                SUITE=quick, default, full or FILE.ini'
	@echo 'make plots      redraw the figures and report of the latest results (PNG=1: PNG files too)'
	@echo 'make test       run all tests (V=1: show each of them)'
	@echo 'make asan       run the tests under AddressSanitizer; also tsan, valgrind'
	@echo 'make check      check the format and run clang-tidy, cppcheck and shellcheck'
	@echo 'make oracle     measure cases whose answer is known, and compare'
	@echo 'make lengths    measure a suite at five times its lengths: are its runs long enough?'
	@echo 'make perf       compare avt with libuv, GLib and hand-written code'
	@echo 'make install    install avt (PREFIX=/usr/local, DESTDIR=); also uninstall'
	@echo 'make clean      remove what was built'

$(BUILD)/avt: $(OBJECTS)
	$(call SAY,LD)$(CC) $(CFLAGS) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/registry.c: FORCE
	@mkdir -p $(@D)
	@tools/registry.sh '$(WORKLOADS)' '$(RUNNERS)' '$(ABSENT)' > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

COMPILE = $(CC) $(CFLAGS) $(STRICT) $(LIBRARY) -MMD -MP -c -o $@ $<

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call SAY,CC)$(COMPILE)

$(BUILD)/registry.o: $(BUILD)/registry.c
	$(call SAY,CC)$(COMPILE)

LIBRARY =
headers = $(eval $1: LIBRARY += $$(shell pkg-config --cflags $2))
$(foreach row,$(USED),$(foreach object,$(call field,1,$(row)).o $(call field,1,$(row))/%.o, \
  $(call headers,$(BUILD)/$(object),$(call field,2,$(row)))))

# Programs of tests: compiled and linked at once, again whenever an object or a
# header of the tests is newer.
PARTS = $(wildcard tests/*/*.h) $(filter-out %/cli/main.o,$(OBJECTS))
BUILD_TEST = $(CC) $(CFLAGS) $(STRICT) $(LDFLAGS) -o $@ $(filter-out %.h,$^)

$(BUILD)/tests/%.t: tests/unit/%.c $(PARTS)
	@mkdir -p $(@D)
	$(call SAY,CC)$(BUILD_TEST) -lcmocka $(LIBS)

$(BUILD)/tests/test_oracle.t: $(ORACLE)

$(BUILD)/tests/test_models.t: tests/oracle/theory.c

$(BUILD)/tests/oracle: tests/oracle/main.c $(ORACLE) $(PARTS)
	@mkdir -p $(@D)
	$(call SAY,CC)$(BUILD_TEST) $(LIBS)

$(BUILD)/perf/%: tests/perf/%.c $(PARTS)
	@mkdir -p $(@D)
	$(call SAY,CC)$(BUILD_TEST) $(LIBS) $(shell pkg-config --cflags --libs glib-2.0 libuv 2>/dev/null)

-include $(OBJECTS:.o=.d)
.PHONY: FORCE all bench plots test check asan tsan valgrind perf oracle lengths install uninstall clean help \
        packages-bench packages-test packages-check packages-perf

# kvd: one Makefile, read top to bottom: settings, programs, rules, tests, tools.
# `make help` lists what a person would type.

# ---- Settings ------------------------------------------------------------------------------------

VERSION  := 0.1.0
PREFIX   ?= /usr/local
DESTDIR  ?=
PORT     ?= 6379
SAN      ?=
V        ?=
LTO      ?= 1
PYTHON   ?= /usr/bin/python3

# make predefines CC as cc; gcc is what release builds are measured with, clang works as well.
ifeq ($(origin CC),default)
  CC     := gcc
endif

, := ,
# The option, if the compiler has it.
if_known  = $(shell $(CC) $(1) -E -x c /dev/null >/dev/null 2>&1 && echo '$(1)')

# Each flavour of build has its own folder, so that they do not disturb each other.
BUILD    ?= build/$(or $(SAN),release)

WARN     := -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla \
            -Wpointer-arith -Wwrite-strings -Wno-missing-field-initializers
HARDEN   := -fstack-protector-strong -fPIE -fno-strict-aliasing -fno-plt
CPPFLAGS += -D_GNU_SOURCE -DKVD_VERSION='"$(VERSION)"' -DKVD_GIT='"$(GIT_ID)"' -Ilibshared -Ikvd
GIT_ID   := $(shell git rev-parse --short=8 HEAD 2>/dev/null || echo 00000000)
CFLAGS   += -std=gnu11 -g -fno-omit-frame-pointer $(WARN) $(HARDEN)
LDFLAGS  += -pie -Wl,-z,relro,-z,now -rdynamic
LUA_LIBS := $(shell pkg-config --libs lua5.1)
CPPFLAGS += $(patsubst -I%,-isystem %,$(shell pkg-config --cflags lua5.1))
LDLIBS   := $(LUA_LIBS) -levent_core -llzf -lxxhash -lm -pthread

# Small structs are passed and cleared field by field: gcc would gather the fields with 16-byte moves just
# after they were stored one by one, which the processor has to wait for, and clear a struct of some 100
# bytes with `rep stos`, which starts slowly. Together a sixth of what a GET costs outside the kernel.
FIELDS   := -fno-tree-slp-vectorize \
            $(call if_known,-mmemset-strategy=unrolled_loop:256:noalign$(,)libcall:-1:noalign)

ifeq ($(SAN),)
  CFLAGS   += -O2 $(FIELDS)
  CPPFLAGS += -D_FORTIFY_SOURCE=2
  LDLIBS   += -ljemalloc
  ifeq ($(LTO),1)
    CFLAGS  += -flto=auto -ffat-lto-objects
    LDFLAGS += -flto=auto -O2
  endif
else
  # A sanitizer brings its own allocator, so jemalloc stays out.
  CFLAGS   += -O1 -fsanitize=$(SAN)
  CPPFLAGS += -DKV_SANITIZE
  LDFLAGS  += -fsanitize=$(SAN)
  ifneq ($(findstring undefined,$(SAN)),)
    CFLAGS += -fno-sanitize-recover=all
  endif
endif

# clang cannot read gcc's LTO objects through its default linker.
ifneq ($(findstring clang,$(CC)),)
  CFLAGS  := $(filter-out -flto=auto -ffat-lto-objects,$(CFLAGS))
  LDFLAGS := $(filter-out -flto=auto,$(LDFLAGS))
endif

# ---- Programs ------------------------------------------------------------------------------------

.DEFAULT_GOAL := all

# make V=1 shows the commands in full.
Q := $(if $(V),,@)

SHARED_SRC := $(wildcard libshared/*/*.c)
KVD_SRC    := $(filter-out kvd/main.c,$(wildcard kvd/*/*.c))
KVCLI_SRC  := $(filter-out kvcli/main.c,$(wildcard kvcli/*.c))
UNIT_SRC   := $(wildcard tests/unit/test_*.c)
FUZZ_SRC   := $(wildcard tests/fuzz/fuzz_*.c)

obj         = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
PROGRAMS   := $(foreach p,kvd kvcli,$(if $(wildcard $(p)/main.c),$(BUILD)/$(p)))
UNIT_BIN   := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(UNIT_SRC))

.PHONY: all
all: $(PROGRAMS)

$(BUILD)/libshared.a: $(call obj,$(SHARED_SRC))
$(BUILD)/libkvd.a:    $(call obj,$(KVD_SRC))
$(BUILD)/libkvcli.a:  $(call obj,$(KVCLI_SRC))

$(BUILD)/kvd:   $(call obj,kvd/main.c) $(BUILD)/libkvd.a $(BUILD)/libshared.a
$(BUILD)/kvcli: $(call obj,kvcli/main.c) $(BUILD)/libkvcli.a $(BUILD)/libshared.a
$(BUILD)/kvcli: LDLIBS += -ledit -ljansson

# ---- Rules ---------------------------------------------------------------------------------------

$(BUILD)/%.a:
	@rm -f $@
	@echo "  AR    $@"
	$(Q)$(AR) rcs $@ $^

$(PROGRAMS):
	@echo "  LINK  $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(dir $@)
	@echo "  CC    $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

# ---- Running and installing ----------------------------------------------------------------------

RUN := build/run/$(PORT)

.PHONY: up down install clean help
up:
	@deploy/install-deps.sh build
	@$(MAKE) --no-print-directory all
	@deploy/up.sh $(abspath $(BUILD)) $(abspath $(RUN)) $(PORT)

down:
	@deploy/down.sh $(abspath $(RUN))

install: all
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(PROGRAMS) $(DESTDIR)$(PREFIX)/bin

clean:
	rm -rf build

help:
	@echo "make              build all programs into $(BUILD)"
	@echo "make up           install what is missing, build, start a kvd on PORT=$(PORT) and prove it"
	@echo "make down         stop that kvd"
	@echo "make test         install what tests need, build and run all of them"
	@echo "make unit-run     unit tests only; UNITS='test_buf test_num' picks some"
	@echo "make transcripts  tests/cmd against kvd and redis-server; CMD=path picks some"
	@echo "make command-table  COMMAND INFO and DOCS against tests/data/commands.json"
	@echo "make scenario     tests over several processes; K=expression picks some"
	@echo "make check-style  formatting, layers, headers"
	@echo "make bench        CPU, latency and memory next to redis-server"
	@echo "make fuzz         every fuzz target for FUZZ_SECONDS each"
	@echo "make install      into DESTDIR and PREFIX=$(PREFIX)"
	@echo "SAN=address,undefined or SAN=thread builds with sanitizers, in a folder of its own"

# ---- Tests ---------------------------------------------------------------------------------------

UNITS            ?= $(notdir $(UNIT_BIN))
CMD              ?= tests/cmd
TRANSCRIPT_FLAGS ?=
K                ?=
FUZZ_SECONDS     ?= 60
FUZZ_BIN         := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(FUZZ_SRC))
# Linking dozens of test programs with LTO would take minutes; the objects hold plain code as well.
TEST_LINK        := $(if $(findstring -flto,$(LDFLAGS)),-fno-lto)
TEST_LIBS        := -lcheck -lsubunit -lrt -ledit -ljansson

$(BUILD)/unit/%: $(BUILD)/obj/tests/unit/%.o $(BUILD)/libkvd.a $(BUILD)/libkvcli.a $(BUILD)/libshared.a
	@mkdir -p $(dir $@)
	@echo "  LINK  $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $(TEST_LINK) -o $@ $^ $(TEST_LIBS) $(LDLIBS)

$(BUILD)/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(BUILD)/libkvd.a $(BUILD)/libshared.a
	@mkdir -p $(dir $@)
	@echo "  LINK  $@"
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LDLIBS)

.SECONDARY:

.PHONY: test unit unit-run transcripts command-table scenario check-style bench fuzz fuzz-build
test:
	@deploy/install-deps.sh all
	@$(MAKE) --no-print-directory all unit
	+@tests/run.sh

unit: $(UNIT_BIN)

unit-run: $(addprefix $(BUILD)/unit/,$(UNITS))
	@$(PYTHON) tests/harness/run_units.py $^

# redis-server is asked once, by the plain run: it does not change with our build, or how requests are cut.
transcripts: $(BUILD)/kvd
	@$(PYTHON) tests/harness/run_transcripts.py --server $(abspath $<) \
	    $(if $(SAN)$(TRANSCRIPT_FLAGS),,--oracle redis-server) $(TRANSCRIPT_FLAGS) $(CMD)

command-table: $(BUILD)/kvd
	@$(PYTHON) tests/harness/check_commands.py --server $(abspath $<)

scenario: $(BUILD)/kvd $(BUILD)/kvcli
	@KVD=$(abspath $<) KVCLI=$(abspath $(BUILD))/kvcli \
	    $(PYTHON) -m pytest -q -p no:cacheprovider $(if $(K),-k '$(K)') tests/scenario

check-style:
	@$(PYTHON) tests/harness/check_style.py

bench: $(BUILD)/kvd
	@BENCH_KVD=$(abspath $<) $(PYTHON) tests/bench/bench.py

# Fuzz targets are built by clang, in a folder of their own with all they link.
fuzz:
	@$(MAKE) --no-print-directory CC=clang SAN=fuzzer-no-link,address,undefined BUILD=build/fuzz \
	    fuzz-build
	@BUILD=build/fuzz tests/fuzz/run.sh $(FUZZ_SECONDS)

fuzz-build: $(FUZZ_BIN)

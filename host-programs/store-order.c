/*
 * A plugin for QEMU's TCG that puts a full barrier between a guest's store-release and its next load-acquire.
 *
 * On arm64 `stlr` followed by `ldar` is ordered: nobody sees the load happen before the store. QEMU 11.1 on an x86-64
 * host does not hold that: it translates both to plain moves, and the host's store buffer lets the load pass.
 *
 * Each store-release sets a flag of its vCPU, in the translated code itself; a load-acquire calls back, before it loads,
 * only where the flag is set. So a barrier costs its time once for any number of stores, and none of the other
 * instructions is touched. A barrier right after each store does as well and was measured to be slower.
 *
 * QEMU's headers are not needed to build it: what it uses of the plugin interface is declared here.
 */
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

/* QEMU refuses a plugin for another version than those it knows: QEMU 11.1 knows 7 alone, those before not yet. */
#ifndef PLUGIN_VERSION
#error "give -DPLUGIN_VERSION=7, or 4 for QEMU 9.2 to 11.0"
#endif

#define EXPORT __attribute__((visibility("default")))

enum { NO_REGISTERS = 0 };
enum { INLINE_STORE = 1 };
enum { IF_NOT_EQUAL = 3 };

struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_plugin_scoreboard;

/* A number that each vCPU has one of. */
struct per_vcpu {
   struct qemu_plugin_scoreboard *board;
   size_t offset;
};
typedef void exec_callback(unsigned vcpu, void *data);

size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *block);
uint64_t qemu_plugin_tb_vaddr(const struct qemu_plugin_tb *block);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *block, size_t index);
size_t qemu_plugin_insn_data(const struct qemu_plugin_insn *instruction, void *bytes, size_t size);
struct qemu_plugin_scoreboard *qemu_plugin_scoreboard_new(size_t size);
void qemu_plugin_u64_set(struct per_vcpu number, unsigned vcpu, uint64_t value);
void qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(struct qemu_plugin_insn *instruction, int operation,
                                                         struct per_vcpu number, uint64_t value);
void qemu_plugin_register_vcpu_insn_exec_cond_cb(struct qemu_plugin_insn *instruction, exec_callback *callback,
                                                 int registers, int condition, struct per_vcpu number, uint64_t value,
                                                 void *data);

extern EXPORT int qemu_plugin_version;
EXPORT int qemu_plugin_install(uint64_t id, const void *info, int count, char **arguments);

int qemu_plugin_version = PLUGIN_VERSION;

/* Whether the vCPU made a store-release since its last barrier. */
static struct per_vcpu stored;

static void
before_load(unsigned vcpu, void *data)
{
   (void)data;
   atomic_thread_fence(memory_order_seq_cst);
   qemu_plugin_u64_set(stored, vcpu, 0);
}

/* STLR, STLRB, STLRH; and STLUR, the same with an offset (ARMv8.4). */
static int
is_store_release(uint32_t code)
{
   return (code & 0x3fe08000) == 0x08808000 || (code & 0x3fe00c00) == 0x19000000;
}

/* LDAR, LDARB, LDARH. LDAPR is not ordered after a store, and the exclusive and atomic ones are barriers anyway. */
static int
is_load_acquire(uint32_t code)
{
   return (code & 0x3fe08000) == 0x08c08000;
}

/*
 * Linux runs in the upper half of the addresses. It is left alone: its own memory model orders no store-release before
 * a load-acquire, so that no code of it counts on that, and a boot would pay for each of its locks.
 */
static int
is_kernel(uint64_t address)
{
   return address >> 63;
}

static void
instrument(const struct qemu_plugin_tb *block)
{
   if (is_kernel(qemu_plugin_tb_vaddr(block)))
      return;
   const size_t count = qemu_plugin_tb_n_insns(block);
   for (size_t i = 0; i < count; i++) {
      struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
      uint32_t code = 0;
      if (qemu_plugin_insn_data(instruction, &code, sizeof(code)) != sizeof(code))
         continue;
      if (is_store_release(code))
         qemu_plugin_register_vcpu_insn_exec_inline_per_vcpu(instruction, INLINE_STORE, stored, 1);
      else if (is_load_acquire(code))
         qemu_plugin_register_vcpu_insn_exec_cond_cb(instruction, before_load, NO_REGISTERS, IF_NOT_EQUAL, stored, 0,
                                                     NULL);
   }
}

#if PLUGIN_VERSION >= 7
typedef void translation_callback(struct qemu_plugin_tb *block, void *data);
void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, translation_callback *callback, void *data);

static void
on_translation(struct qemu_plugin_tb *block, void *data)
{
   (void)data;
   instrument(block);
}
#else
typedef void translation_callback(uint64_t id, struct qemu_plugin_tb *block);
void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, translation_callback *callback);

static void
on_translation(uint64_t id, struct qemu_plugin_tb *block)
{
   (void)id;
   instrument(block);
}
#endif

int
qemu_plugin_install(uint64_t id, const void *info, int count, char **arguments)
{
   (void)info;
   (void)count;
   (void)arguments;
   stored.board = qemu_plugin_scoreboard_new(sizeof(uint64_t));
#if PLUGIN_VERSION >= 7
   qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation, NULL);
#else
   qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
#endif
   return 0;
}

/*
 * Wide loads and stores, block moves and atomics do to a mapping what they do to ordinary memory. Where a mapping
 * became MMIO, an access of more than one register cannot be emulated and the hypervisor gives up (HVF: Assertion
 * failed: (isv)).
 */
#include <stdlib.h>
#include <string.h>

#include "mapping.h"

#define SIZE (65536u + 4096u)

/* Two registers' worth and more: the compiler makes pairs and multiples of it. */
typedef uint64_t wide __attribute__((vector_size(64), aligned(16), may_alias));
typedef uint64_t wide_unaligned __attribute__((vector_size(32), aligned(1), may_alias));

static void
vectors(unsigned char *memory)
{
   volatile wide *wides = (volatile wide *)memory;
   for (size_t i = 0; i + 1 < SIZE / sizeof(wide); i++)
      wides[i + 1] += wides[i] * 3 + 1;
   /* Across cache lines and pages. */
   for (size_t at = 4096 - 13; at + sizeof(wide_unaligned) < SIZE; at += 4096 - 1) {
      volatile wide_unaligned *value = (volatile wide_unaligned *)(memory + at);
      *value ^= *value >> 7;
   }
}

/* The C library's own choices: vector pairs, DC ZVA, non-temporal stores. */
static void
blocks(unsigned char *memory)
{
   memset(memory + 1024, 0, 16384);
   memcpy(memory + 16384, memory + 3, 8191);
   memmove(memory + 32768 + 5, memory + 32768, 16384);
}

static void
atomics(unsigned char *memory)
{
   for (size_t i = 0; i < 4096; i += 16) {
      uint64_t *word = (uint64_t *)(void *)(memory + i);
      uint32_t *half = (uint32_t *)(void *)(memory + i + 8);
      __atomic_fetch_add(word, UINT64_C(0x9e3779b97f4a7c15), __ATOMIC_SEQ_CST);
      __atomic_fetch_xor(half, 0x5bd1e995u, __ATOMIC_ACQ_REL);
      __atomic_exchange_n(memory + i + 12, (unsigned char)i, __ATOMIC_SEQ_CST);
      uint64_t seen = __atomic_load_n(word, __ATOMIC_ACQUIRE);
      while (!__atomic_compare_exchange_n(word, &seen, seen * 5 + 1, true, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
         continue;
      __atomic_store_n(half, (uint32_t)seen, __ATOMIC_RELEASE);
   }
}

/* The forms that no compiler promises to choose: write-back, and several vectors at once. */
static void
write_back(unsigned char *memory)
{
#ifdef __aarch64__
   for (unsigned char *from = memory, *to = memory + 32768; from < memory + 16384;)
      __asm__ volatile("ldp q0, q1, [%0], #32\n\t"
                       "ld1 {v2.16b, v3.16b}, [%0], #32\n\t"
                       "stp q3, q2, [%1], #32\n\t"
                       "st2 {v0.16b, v1.16b}, [%1], #32"
                       : "+r"(from), "+r"(to)
                       :
                       : "v0", "v1", "v2", "v3", "memory");
#else
   (void)memory;
#endif
}

static const struct {
   const char *name;
   void (*work)(unsigned char *memory);
} kinds[] = {
   {"wide vectors", vectors},
   {"block moves", blocks},
   {"atomics", atomics},
   {"several registers with write-back", write_back},
};

static void
run(void)
{
   struct device device = open_device();
   struct mapping mapping = create_mapping(&device, SIZE, coherent_type(&device));
   unsigned char *expected = aligned_alloc(64, SIZE);
   for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
      write_pattern(expected, SIZE, (uint32_t)i);
      memcpy(mapping.bytes, expected, SIZE);
      kinds[i].work(expected);
      kinds[i].work(mapping.bytes);
      check_bytes(kinds[i].name, mapping.bytes, expected, SIZE);
   }
   free(expected);
   destroy_mapping(&device, &mapping);
   close_device(&device);
}

const struct probe this_probe = {
   .id = "memory/map-vector",
   .title = "Wide vectors, block moves and atomics do to a mapping what they do to ordinary memory",
   .run = run,
};

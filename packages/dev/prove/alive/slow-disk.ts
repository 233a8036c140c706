import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Disturbance } from './alive.ts'
import { saveSettings, told } from './save-settings.ts'

/** In place of the C library's own: as a worn card, or a disk that others keep busy. */
const shim = `
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
static void wait_a_while(void) { struct timespec time = {0, 200000000}; nanosleep(&time, 0); }
int fsync(int file) { wait_a_while(); return syscall(SYS_fsync, file); }
int fdatasync(int file) { wait_a_while(); return syscall(SYS_fdatasync, file); }
`

/** Each time that something is to be on the disk for certain, it takes 200 ms. Needs Linux and a C compiler. */
export function slowDisk(): Disturbance {
  let saved = ''
  return {
    name: 'each fsync takes 200 ms',
    seconds: 20,
    async prepare(folder) {
      if (process.platform !== 'linux') return null
      const [source, library] = [join(folder, 'slow-fsync.c'), join(folder, 'slow-fsync.so')]
      await writeFile(source, shim)
      try {
        await promisify(execFile)('cc', ['-shared', '-fPIC', '-o', library, source])
      } catch {
        return null
      }
      return { LD_PRELOAD: library }
    },
    async disturb({ dashboard, signal }) {
      saved = told(await saveSettings(dashboard.url, 0, signal))
    },
    note: () => `saves: ${saved}`,
  }
}

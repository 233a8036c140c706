import { mkdir, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { benchKey } from '../../bench/processes.ts'
import type { Disturbance } from './alive.ts'

/** Answers whichever fields it is asked for, two seconds later: as a card that sleeps, or a driver without persistence. */
const standIn = `#!/bin/sh
sleep 2
for word in "$@"; do
  case "$word" in
    --query-gpu=*) fields="\${word#--query-gpu=}" ;;
  esac
done
line=""
for field in $(echo "$fields" | tr ',' ' '); do
  case "$field" in
    index) value=0 ;;
    name) value="NVIDIA GeForce RTX 3090" ;;
    uuid) value=GPU-00000000-0000-0000-0000-000000000000 ;;
    driver_version) value=570.86.15 ;;
    pci.bus_id) value=00000000:01:00.0 ;;
    memory.total) value=24576 ;;
    memory.used) value=1024 ;;
    memory.free) value=23552 ;;
    utilization.*) value=7 ;;
    temperature.gpu) value=40 ;;
    *) value="[N/A]" ;;
  esac
  line="\${line:+$line, }$value"
done
echo "$line"
`

/** Some look for cards here first, and ask nothing about a card that is not in the list. */
const listOfCards = `#!/bin/sh
cat <<'END'
01:00.0 VGA compatible controller: NVIDIA Corporation GA102 [GeForce RTX 3090] (rev a1) (prog-if 00 [VGA controller])
	Subsystem: NVIDIA Corporation Device 1467
	Memory at 6000000000 (64-bit, prefetchable) [size=256M]
	Kernel driver in use: nvidia
END
`

/** The program that tells of NVIDIA's cards takes 2 s each time. */
export const slowNvidiaSmi = (): Disturbance => ({
  name: 'nvidia-smi takes 2 s',
  seconds: 20,
  async prepare(folder) {
    if (process.platform === 'win32') return null
    const programs = join(folder, 'bin')
    await mkdir(programs)
    const standIns = { 'nvidia-smi': standIn, lspci: listOfCards }
    for (const [name, script] of Object.entries(standIns))
      await writeFile(join(programs, name), script, { mode: 0o755 })
    return { PATH: [programs, process.env['PATH'] ?? ''].join(delimiter) }
  },
  async disturb({ dashboard, signal }) {
    // Somebody looks at the host's figures.
    const headers = { authorization: `Bearer ${benchKey}` }
    while (!signal.aborted) {
      await (await fetch(`${dashboard.url}/api/system/stats`, { headers })).arrayBuffer()
      await sleep(1000)
    }
  },
})

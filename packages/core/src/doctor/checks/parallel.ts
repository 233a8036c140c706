import { formatSize } from '../../kernel/text/format-size.ts'
import { beforeCommand, setVariableCommand } from '../commands.ts'
import { type DoctorCheck, ok, remedy, unknown } from '../doctor-check.ts'
import type { Patient } from '../patient.ts'

export const parallel: DoctorCheck = {
  id: 'parallel',
  title: 'Parallel requests and memory',
  async look(patient) {
    const { isLocal, kept } = patient
    if (!isLocal) return unknown('The server is on another machine.')
    const told = await slots(patient)
    if (told === null) return unknown('Its environment cannot be read, so that OLLAMA_NUM_PARALLEL is not known.')
    const { count, source } = told
    const setting = `OLLAMA_NUM_PARALLEL=${count} (${source})`
    if (count === 1) return ok('Each model answers one request at a time, and keeps memory for one context.')
    const loaded = patient.loaded()
    const spilt = (loaded ?? []).filter(({ size, sizeVram }) => sizeVram && size && sizeVram < size)
    if (spilt.length > 0) {
      const models = spilt.map(
        ({ name, size, sizeVram, contextLength }) =>
          `${name} (${count} contexts of ${contextLength?.toLocaleString('en') ?? 'unknown length'}, ${formatSize((size ?? 0) - (sizeVram ?? 0))} of it outside of the GPU)`,
      )
      const how = await kept()
      return {
        severity: 'warning',
        evidence: `With ${setting} each model keeps ${count} contexts, which do not fit: ${models.join(', ')}.`,
        remedy: remedy(
          `Allow fewer requests at once, or a shorter context.${beforeCommand(how)}`,
          setVariableCommand(how, 'OLLAMA_NUM_PARALLEL', '1'),
        ),
      }
    }
    if (!loaded?.length) return unknown(`${setting}: whether that fits is seen once a model is loaded.`)
    return ok(`${setting}, and what is loaded fits.`)
  },
}

/** As the server has it, else as the dashboard was told. Ollama takes one where nothing is said. */
async function slots({ variables, rules }: Patient): Promise<{ count: number; source: string } | null> {
  const told = await variables()
  if (told) {
    const count = Number(told.get('OLLAMA_NUM_PARALLEL') ?? 1)
    return { count: Number.isInteger(count) && count > 0 ? count : 1, source: told.source }
  }
  return rules.numParallel > 1 ? { count: rules.numParallel, source: 'as the dashboard was told' } : null
}

import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { whatDeletingFrees } from '../src/models/actions/what-deleting-frees.ts'
import type { InstalledModel, Ollama } from '../src/ollama/ollama.ts'
import { installedModel, refused, shownModel, stubInstance } from './stub-ollama.ts'

const blob = (name: string) => createHash('sha256').update(name).digest('hex')

async function freedBy(
  models: readonly InstalledModel[],
  { folder = null, ...answers }: Partial<Ollama> & { folder?: string | null } = {},
) {
  const { instance } = stubInstance({ installed: async () => models, ...answers })
  await instance.installed.refresh()
  const [model] = models
  if (!model) throw new Error('a model is needed')
  return whatDeletingFrees(instance, model, folder)
}

describe('without the folder of the models', () => {
  const show = (weights: Record<string, string>): Ollama['show'] => {
    return async (name) =>
      shownModel({ modelfile: `# FROM ${name}\n\nFROM ${weights[name]}\nTEMPLATE {{ .Prompt }}\n` })
  }
  const other = (name: string) =>
    installedModel(name, { details: { ...installedModel(name).details, parameter_size: '14.8B' } })

  test('a unique model frees its full size, without a request to Ollama', async () => {
    expect(await freedBy([installedModel('a'), other('b')])).toEqual({ bytes: 4_900_000_000, sharedWith: [] })
  })

  test('a model with a copy gives back nothing', async () => {
    const copy = installedModel('copy', { digest: 'digest-of-a' })
    expect(await freedBy([installedModel('a'), copy, other('b')])).toEqual({ bytes: 0, sharedWith: ['copy'] })
  })

  test('the freed size is unknown if another model has the same weights', async () => {
    const weights = { a: `/models/blobs/sha256-${blob('1')}`, b: `C:\\models\\blobs\\sha256-${blob('1')}` }
    const models = [installedModel('a'), installedModel('b')]
    expect(await freedBy(models, { show: show(weights) })).toEqual({ bytes: null, sharedWith: ['b'] })
  })

  test('models that only have the same size and quantisation share nothing', async () => {
    const weights = { a: `/models/blobs/sha256-${blob('1')}`, b: `/models/blobs/sha256-${blob('2')}` }
    const models = [installedModel('a'), installedModel('b')]
    expect(await freedBy(models, { show: show(weights) })).toEqual({ bytes: 4_900_000_000, sharedWith: [] })
  })

  test.each([
    ['fails', async () => Promise.reject(refused())],
    ['names no file', async () => shownModel({ modelfile: 'FROM a:latest' })],
    ['has no Modelfile', async () => shownModel()],
  ])('an answer that %s leaves it unknown', async (_, show) => {
    expect(await freedBy([installedModel('a'), installedModel('b')], { show })).toEqual({ bytes: null, sharedWith: [] })
  })

  test('of many candidates none is asked', async () => {
    const models = Array.from({ length: 100 }, (_, index) => installedModel(`m${index}`))
    expect(await freedBy(models)).toEqual({ bytes: null, sharedWith: [] })
  })

  test('a cloud model has nothing to share', async () => {
    const models = [installedModel('a', { remote: true, size: 300 }), installedModel('b')]
    expect(await freedBy(models)).toEqual({ bytes: 300, sharedWith: [] })
  })
})

describe('with the folder of the models', () => {
  interface Sketch {
    readonly weights: [name: string, size: number]
    readonly words?: [name: string, size: number]
  }

  /** Writes manifests as Ollama does, by their path, and gives the models as it lists them. */
  async function modelsFolder(sketches: Readonly<Record<string, Sketch>>) {
    const folder = await mkdtemp(join(tmpdir(), 'models-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const models: InstalledModel[] = []
    for (const [path, { weights, words }] of Object.entries(sketches)) {
      const layer = (kind: string, [name, size]: [string, number]) => ({
        mediaType: `application/vnd.ollama.image.${kind}`,
        digest: `sha256:${blob(name)}`,
        size,
      })
      const manifest = {
        schemaVersion: 2,
        config: {
          mediaType: 'application/vnd.docker.container.image.v1+json',
          digest: `sha256:${blob(path)}`,
          size: 7,
        },
        layers: [layer('model', weights), ...(words ? [layer('license', words)] : [])],
      }
      const text = JSON.stringify(manifest)
      await write(folder, path, text)
      const name = path.replace('registry.ollama.ai/library/', '').replace(/\/([^/]+)$/, ':$1')
      models.push(installedModel(name, { digest: createHash('sha256').update(text).digest('hex'), size: 999 }))
    }
    return { folder, models }
  }

  async function write(folder: string, path: string, text: string) {
    const file = join(folder, 'manifests', path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }

  const a = 'registry.ollama.ai/library/a/latest'

  test('only the layers that no other manifest names go, to the byte', async () => {
    const { folder, models } = await modelsFolder({
      [a]: { weights: ['one', 1000], words: ['licence', 50] },
      'hf.co/org/b/Q4_K_M': { weights: ['two', 2000], words: ['licence', 50] },
    })
    expect(await freedBy(models, { folder })).toEqual({ bytes: 1007, sharedWith: [] })
  })

  test('models with the same weights are named, by the names they are listed under', async () => {
    const { folder, models } = await modelsFolder({
      [a]: { weights: ['one', 1000], words: ['mine', 50] },
      'hf.co/org/b/Q4_K_M': { weights: ['one', 1000] },
    })
    expect(await freedBy(models, { folder })).toEqual({ bytes: 57, sharedWith: ['hf.co/org/b:Q4_K_M'] })
  })

  test('what makes no sense there is left out, as Ollama does', async () => {
    const { folder, models } = await modelsFolder({ [a]: { weights: ['one', 1000] } })
    await write(folder, 'registry.ollama.ai/library/b/latest', 'not JSON')
    await write(folder, 'registry.ollama.ai/library/c/latest', '{"layers": 1}')
    await write(folder, '.DS_Store', 'x')
    await write(folder, 'registry.ollama.ai/library/.hidden file/latest', JSON.stringify({ layers: [], config: {} }))
    expect(await freedBy(models, { folder })).toEqual({ bytes: 1007, sharedWith: [] })
  })

  test('the folder of another server is not believed', async () => {
    const { folder, models } = await modelsFolder({ [a]: { weights: ['one', 1000] } })
    const elsewhere = installedModel('b', { details: { ...installedModel('b').details, parameter_size: '1B' } })
    expect(await freedBy([...models, elsewhere], { folder })).toEqual({ bytes: 999, sharedWith: [] })
  })

  test('a missing folder is ignored', async () => {
    expect(await freedBy([installedModel('a')], { folder: '/nowhere' })).toMatchObject({ bytes: 4_900_000_000 })
  })
})

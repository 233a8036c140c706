import type { Collector } from '../kernel/collector/collector.ts'
import { collectorFinding, type Finding } from '../kernel/contributions.ts'
import type { LeftOutRows } from '../ollama/ollama-client.ts'
import type { Instance } from './instance.ts'

/** How a server, the collectors that watch it and what is remembered of it stand. */
export function instanceHealth(instance: Instance): readonly Finding[] {
  const { loaded, installed, version, shown, traits, name } = instance
  const findings = [
    serverFinding(instance),
    listFinding(`collector:${name}:${loaded.name}`, loaded, instance.leftOut().loaded),
    listFinding(`collector:${name}:${installed.name}`, installed, instance.leftOut().installed),
    collectorFinding(`collector:${name}:${version.name}`, version),
    cacheFinding(`cache:${name}:show`, shown.size),
    cacheFinding(`cache:${name}:traits`, traits.size),
  ]
  return findings.map((finding) => ({ ...finding, instance: name }))
}

function serverFinding(instance: Instance): Finding {
  const { error, triedAt } = instance.loaded.current()
  const version = instance.version.current().value
  // What was known before a full restart is not known any more.
  const reachable = triedAt === null ? null : instance.reachable()
  const detail = reachable
    ? `Ollama ${version ?? ''} is reachable.`.replace('  ', ' ')
    : (error?.message ?? 'Not checked yet.')
  const status = reachable === false ? 'unhealthy' : reachable ? 'healthy' : 'degraded'
  return { name: `ollama:${instance.name}`, status, detail, checkedAt: triedAt }
}

function listFinding(name: string, collector: Collector<unknown>, { leftOut, isFull }: LeftOutRows): Finding {
  const finding = collectorFinding(name, collector)
  if (finding.status !== 'healthy' || leftOut === 0) return finding
  const models = leftOut === 1 ? '1 model' : `${leftOut} models`
  return {
    ...finding,
    status: 'degraded',
    detail: `${models} skipped: ${isFull ? 'beyond the limit' : 'invalid name or listed twice'}.`,
    countsModels: true,
  }
}

const cacheFinding = (name: string, size: number): Finding => ({
  name,
  status: 'healthy',
  detail: size === 1 ? '1 entry.' : `${size} entries.`,
  checkedAt: null,
  countsModels: true,
})

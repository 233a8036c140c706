import { isIPv6 } from 'node:net'
import { DashboardError } from '../../kernel/errors.ts'
import { isRefused } from '../../ollama/errors/connection-errors.ts'
import { isLoopback } from '../../ollama/ollama-address.ts'
import { below } from '../ask-address.ts'
import { beforeCommand, setVariableCommand } from '../commands.ts'
import { type DoctorCheck, ok, remedy, unknown, type Verdict } from '../doctor-check.ts'
import { isPublic } from '../own-addresses.ts'
import type { Patient } from '../patient.ts'

/** How an address answered somebody who has no key. */
type Reply = 'open' | 'requires a key' | 'refused' | 'no answer'

export const network: DoctorCheck = {
  id: 'network',
  title: 'Ollama from the network',
  look: (patient, signal) =>
    patient.isLocal || isLoopback(patient.instance.url) ? lookFromHere(patient, signal) : lookThere(patient, signal),
}

/** This machine asks at its own addresses, as a neighbour would. What a firewall keeps from neighbours is not seen by that. */
async function lookFromHere(patient: Patient, signal: AbortSignal): Promise<Verdict> {
  const { instance, addresses } = patient
  const own = addresses()
  if (own.length === 0) return ok('This machine has no address on a network.')
  if (!patient.isLocal) return unknown('The server is behind a tunnel: who reaches it there is not seen from here.')
  const replies = await Promise.all(
    own.map(async (address) => {
      const url = new URL(instance.url)
      url.hostname = isIPv6(address) ? `[${address}]` : address
      return { address, host: url.host, reply: await replyAt(patient, url, signal) }
    }),
  )
  const open = replies.filter(({ reply }) => reply === 'open')
  if (open.length > 0) {
    const at = open.map(({ host }) => host).join(', ')
    const evidence = `It answers anybody, without a key, at ${at}${await listening(patient)}.`
    return {
      severity: open.some(({ address }) => isPublic(address)) ? 'critical' : 'warning',
      evidence: `${evidence} Whoever reaches it can use, pull and delete models.`,
      remedy: await listenOnLoopback(patient),
    }
  }
  const silent = replies.filter(({ reply }) => reply === 'no answer')
  if (silent.length > 0) return unknown(`There was no answer at ${silent.map(({ host }) => host).join(', ')}.`)
  const at = replies.map(({ host }) => host).join(', ')
  return replies.some(({ reply }) => reply === 'requires a key')
    ? ok(`It requires a key at ${at}.`)
    : ok(`It refuses connections at ${at}: only this machine reaches it.`)
}

async function lookThere(patient: Patient, signal: AbortSignal): Promise<Verdict> {
  const { url } = patient.instance
  const reply = await replyAt(patient, url, signal)
  if (reply === 'requires a key') return ok(`${url.host} requires a key.`)
  if (reply !== 'open') return unknown(`${url.host}: ${reply}.`)
  return {
    severity: 'warning',
    evidence: `${url.host} answers anybody on its network without a key.`,
    remedy: remedy('Let only this dashboard reach it: by a firewall, or by a proxy in front that requires a key.'),
  }
}

async function replyAt({ ask, access }: Patient, url: URL, signal: AbortSignal): Promise<Reply> {
  try {
    const { status } = await ask(below(url, '/api/version'), { ca: access.ca, signal })
    if (status === 200) return 'open'
    return status === 401 || status === 403 ? 'requires a key' : 'no answer'
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof DashboardError) return isRefused(error) ? 'refused' : 'no answer'
    throw error
  }
}

async function listening({ variables }: Patient): Promise<string> {
  const told = await variables()
  const host = told?.get('OLLAMA_HOST') ?? null
  return host === null ? '' : `, as OLLAMA_HOST=${host} in ${told?.source} says`
}

async function listenOnLoopback({ instance, kept }: Patient) {
  const how = await kept()
  if (how.manager === 'docker') {
    return remedy('Publish its port for this machine alone when the container is made: -p 127.0.0.1:11434:11434.')
  }
  const port = instance.url.port || '80'
  const value = port === '11434' ? '127.0.0.1' : `127.0.0.1:${port}`
  return remedy(
    `Let it listen on this machine alone; others use it through the dashboard.${beforeCommand(how)}`,
    setVariableCommand(how, 'OLLAMA_HOST', value),
  )
}

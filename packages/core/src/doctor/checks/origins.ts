import { below } from '../ask-address.ts'
import { beforeCommand, setVariableCommand } from '../commands.ts'
import { type DoctorCheck, ok, remedy, unknown } from '../doctor-check.ts'

/** No page has this origin: names in `.invalid` exist nowhere (RFC 2606). */
const foreignOrigin = 'https://a-website.invalid'

export const origins: DoctorCheck = {
  id: 'origins',
  title: 'Websites and Ollama',
  async look({ instance, isLocal, access, ask, kept, variables }, signal) {
    const asked = { ...access.headers, origin: foreignOrigin }
    const { status, header } = await ask(below(instance.url, '/api/version'), {
      headers: asked,
      ca: access.ca,
      signal,
    })
    if (status === 403) return ok('It refuses requests of foreign websites.')
    const allowed = header('access-control-allow-origin')
    if (status !== 200 || (allowed !== '*' && allowed !== foreignOrigin)) {
      return unknown(`It answered a request of a foreign website with status ${status}, and lets no page read that.`)
    }
    const told = isLocal ? await variables() : null
    const setting = told?.get('OLLAMA_ORIGINS') ?? null
    const because = setting === null ? '' : ` OLLAMA_ORIGINS=${setting} is in ${told?.source}.`
    const evidence = `It answers requests from any website that is open in a browser which can reach it.${because}`
    const text = 'Remove OLLAMA_ORIGINS, or set it to the websites that may use Ollama.'
    if (!isLocal) return { severity: 'warning', evidence, remedy: remedy(text) }
    const how = await kept()
    return {
      severity: 'warning',
      evidence,
      remedy: remedy(`${text}${beforeCommand(how)}`, setVariableCommand(how, 'OLLAMA_ORIGINS', null)),
    }
  },
}

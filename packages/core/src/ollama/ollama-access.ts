import { createSecureContext, getCACertificates, rootCertificates, type SecureContext } from 'node:tls'

/** How one server lets the dashboard in. Nothing of it is ever shown, logged or sent to another server. */
export interface OllamaAccess {
  /** Sent with each request, by lower-case name. */
  readonly headers?: Readonly<Record<string, string>>
  /** Certificates in PEM that are trusted besides those of the system and of Node. */
  readonly ca?: string
}

/** The secrets in what is sent to a server: header values without their scheme, and the password of a Basic sign-in. */
export const secretsOf = ({ headers = {} }: OllamaAccess): readonly string[] =>
  Object.values(headers).flatMap((value) => {
    const [, scheme, rest = value] = /^(Bearer|Basic) (.*)$/i.exec(value) ?? []
    const [, password] = /^basic$/i.test(scheme ?? '')
      ? (/:(.*)$/s.exec(Buffer.from(rest, 'base64').toString()) ?? [])
      : []
    return [rest, ...(password === undefined ? [] : [password])]
  })

/**
 * For all connections to one server: trusts every authority that this machine trusts, and one's own certificates. One of
 * these may also be the server's own, or one between it and its authority.
 */
export const trustOf = ({ ca }: OllamaAccess): SecureContext =>
  createSecureContext({
    ca: [...new Set([...systemCertificates(), ...getCACertificates('default')]), ...(ca === undefined ? [] : [ca])],
    allowPartialTrustChain: true,
  })

/** Where the system's store cannot be read, those that come with Node have to do. */
function systemCertificates(): readonly string[] {
  try {
    return getCACertificates('system')
  } catch {
    return rootCertificates
  }
}

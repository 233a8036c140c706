import { describe, expect, test } from 'vitest'
import { connectionFailure } from '../src/ollama/errors/connection-errors.ts'
import { isTransient } from '../src/ollama/errors/ollama-errors.ts'

describe('failures of connections', () => {
  const failing = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more })

  // Every code of X.509 that the docs of Node's `tls` list.
  test.each([
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_CRL',
    'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
    'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
    'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
    'CERT_SIGNATURE_FAILURE',
    'CRL_SIGNATURE_FAILURE',
    'CERT_NOT_YET_VALID',
    'CERT_HAS_EXPIRED',
    'CRL_NOT_YET_VALID',
    'CRL_HAS_EXPIRED',
    'ERROR_IN_CERT_NOT_BEFORE_FIELD',
    'ERROR_IN_CERT_NOT_AFTER_FIELD',
    'ERROR_IN_CRL_LAST_UPDATE_FIELD',
    'ERROR_IN_CRL_NEXT_UPDATE_FIELD',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'CERT_CHAIN_TOO_LONG',
    'CERT_REVOKED',
    'INVALID_CA',
    'PATH_LENGTH_EXCEEDED',
    'INVALID_PURPOSE',
    'CERT_UNTRUSTED',
    'CERT_REJECTED',
    'HOSTNAME_MISMATCH',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])('%s is told as a certificate that is not trusted, once', (code) => {
    const failure = connectionFailure(failing(code))
    expect(failure).toMatchObject({
      code: 'ollama_unreachable',
      message: expect.stringMatching(
        /^Ollama cannot be reached securely\. Its TLS certificate is not trusted \(.+\)\.$/,
      ),
      hint: expect.any(String),
    })
    expect(isTransient(failure)).toBe(false)
  })

  test.each([
    ['ECONNREFUSED', 'Ollama refused the connection.', true],
    ['ECONNRESET', 'Ollama closed the connection.', true],
    ['UND_ERR_SOCKET', 'Ollama closed the connection.', true],
    ['UND_ERR_CONNECT_TIMEOUT', 'Ollama does not respond.', true],
    ['EHOSTUNREACH', 'Ollama is on an unreachable host.', true],
    ['ENOTFOUND', 'Ollama has a host name that cannot be resolved.', false],
    ['EAI_AGAIN', 'Ollama has a host name that cannot be resolved right now.', true],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'Ollama uses http at this address, not https.', false],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'Ollama requires a client certificate.', false],
    [
      'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
      'Ollama and the dashboard cannot agree on a TLS version or cipher.',
      false,
    ],
    ['HPE_INVALID_CONSTANT', 'Ollama sent a response that is not HTTP.', false],
    ['E_OF_ANOTHER_KIND', 'Ollama cannot be reached.', true],
  ])('%s: %s', (code, message, transient) => {
    const failure = connectionFailure(failing(code))
    expect(failure).toMatchObject({ code: 'ollama_unreachable', message })
    expect(isTransient(failure)).toBe(transient)
  })

  test('of a name with several addresses are told by the first that says why', () => {
    const tries = new AggregateError([failing('UNKNOWN'), failing('ECONNREFUSED')])
    const failure = connectionFailure(new TypeError('fetch failed', { cause: tries }))
    expect(failure.message).toBe('Ollama refused the connection.')
  })
})

import type { KnownMessage } from './known-message.ts'

/** Of the start of Ollama, its files and its network. */
export const serverMessages: readonly KnownMessage[] = [
  {
    text: 'bind: address already in use',
    explanation:
      'Another program uses the port, often a second Ollama. Stop it, or give this one another port in OLLAMA_HOST.',
    source: '0.1 to 0.32, net of Go, through cmd/cmd.go',
  },
  {
    text: 'only one usage of each socket address',
    explanation:
      'Another program uses the port, often the Ollama of the tray. Quit it, or give this one another port in OLLAMA_HOST.',
    source: '0.1 to 0.32, Windows, through cmd/cmd.go',
  },
  {
    text: 'bind: cannot assign requested address',
    explanation: 'OLLAMA_HOST names an address that this machine does not have.',
    source: '0.1 to 0.32, net of Go, through cmd/cmd.go',
  },
  {
    text: 'bind: permission denied',
    explanation: 'This user may not use that port. Take one above 1023 in OLLAMA_HOST.',
    source: '0.1 to 0.32, net of Go, through cmd/cmd.go',
  },
  {
    text: 'invalid port, using default',
    explanation: 'The port in OLLAMA_HOST is no number up to 65535, so that Ollama takes its usual one.',
    source: '0.3.2 to 0.32, envconfig/config.go',
  },
  {
    text: 'invalid environment variable, using default',
    explanation: 'Ollama does not understand the value of this variable and uses its own.',
    source: '0.3.2 to 0.32, envconfig/config.go',
  },
  {
    text: 'models path not accessible, using default',
    explanation: 'The folder for models that is set in the app cannot be reached, so that the usual one is used.',
    source: '0.12.10 to 0.32, app/server/server.go',
  },
  {
    text: 'no space left on device',
    explanation: 'The disk is full. Delete models that nobody uses, or move OLLAMA_MODELS to a larger disk.',
    source: '0.1 to 0.32, the system',
  },
  {
    text: 'id_ed25519: permission denied',
    explanation: 'Ollama cannot read its own key. The folder .ollama of its user has to belong to that user.',
    source: 'ollama/ollama#1838, #4427, auth/auth.go',
  },
  {
    text: '/dev/kfd … permission denied',
    explanation: 'The user of Ollama may not use the AMD GPU. Make it a member of the groups render and video.',
    source: 'the system, docs/troubleshooting.mdx',
  },
  {
    text: 'permission denied',
    explanation:
      'The user of Ollama may not read or write a file. The folder OLLAMA_MODELS has to belong to that user.',
    source: '0.1 to 0.32, the system, through server/download.go',
  },
  {
    text: 'read-only file system',
    explanation: 'Ollama cannot write where its models are. Mount the folder OLLAMA_MODELS writable.',
    source: '0.1 to 0.32, the system',
  },
  {
    text: 'corrupt manifests detected',
    explanation:
      'A model is damaged, so that Ollama does not remove unused files. Pull that model again, or delete it.',
    source: '0.4.0 to 0.32, server/routes.go',
  },
  {
    text: 'bad manifest',
    explanation: 'What Ollama keeps of a model is damaged, so that the model is left out. Pull it again, or delete it.',
    source: '0.1.35 to 0.32, server/routes.go, manifest/manifest.go',
  },
  {
    text: 'digest mismatch',
    explanation: 'A download was damaged. Pull the model again.',
    source: '0.0.11 to 0.32, server/images.go',
  },
  {
    text: 'exec format error',
    explanation: 'This ollama program is for another processor. Install the one for this machine.',
    source: 'the system',
  },
  {
    text: 'glibc_',
    explanation: 'The system is too old for this ollama program. Update the system, or run Ollama in a container.',
    source: 'ollama/ollama#4033, the dynamic linker',
  },
  {
    text: 'dial tcp: lookup',
    explanation: 'A host name could not be resolved. Check the network and the DNS of this machine.',
    source: '0.1 to 0.32, net of Go',
  },
  {
    text: 'x509: certificate has expired',
    explanation: 'A certificate is too old or not valid yet. Check the clock of this machine first.',
    source: '0.1 to 0.32, crypto/x509 of Go',
  },
  {
    text: 'x509: certificate',
    explanation:
      'A certificate is not trusted, as behind a proxy of a company. Install its authority for the user of Ollama.',
    source: '0.1 to 0.32, crypto/x509 of Go',
  },
  {
    text: 'stalled; retrying',
    explanation: 'A download got nothing for a while, so that Ollama asks again. If it goes on, check the network.',
    source: '0.1.23 to 0.32, server/download.go',
  },
  {
    text: 'attempt … failed: … retrying in',
    explanation: 'A part of a download or upload failed, and Ollama tries it again.',
    source: '0.1 to 0.32, server/download.go, server/upload.go',
  },
  {
    text: 'generating new private key',
    explanation: 'Ollama starts for the first time for this user, and made the key by which it is known to ollama.com.',
    source: '0.0.15 to 0.32, cmd/cmd.go',
  },
]

import { useMutation } from '@tanstack/react-query'
import { api } from '../../lib/api.ts'
import { notify } from '../../lib/notices.ts'

const fileName = 'model_settings.json'

/** Saves all settings to a file on this computer. A link could not: it carries no key. */
export const useExport = () =>
  useMutation({
    mutationFn: () => api.settings.export(),
    onSuccess: (file) => {
      const blob = new Blob([`${JSON.stringify(file, null, 2)}\n`], { type: 'application/json' })
      const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: fileName })
      link.click()
      URL.revokeObjectURL(link.href)
    },
    onError: (error) => notify({ kind: 'broken', title: 'The settings could not be exported', error }),
  })

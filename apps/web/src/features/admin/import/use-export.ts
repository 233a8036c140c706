import { useMutation } from '@tanstack/react-query'
import { api } from '../../../lib/api/api.ts'
import { saveFile } from '../../../lib/files/save-file.ts'
import { notify } from '../../../lib/notices.ts'

const fileName = 'model_settings.json'

/** Saves all settings to a file on this computer. */
export const useExport = () =>
  useMutation({
    mutationFn: () => api.settings.export(),
    onSuccess: (file) => saveFile(fileName, `${JSON.stringify(file, null, 2)}\n`, 'application/json'),
    onError: (error) => notify({ kind: 'broken', title: 'The settings could not be exported', error }),
  })

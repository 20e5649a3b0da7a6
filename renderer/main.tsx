import './ui/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { createDependencies, startApp } from './app/dependencies.ts'
import { localeFor, startI18n } from './i18n/i18n.ts'
import { connectTransport } from './rpc/client.ts'
import { guardComposition } from './ui/composition.ts'

guardComposition(window)
startI18n(localeFor('system'))
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

const transport = await connectTransport()
const dependencies = createDependencies(transport)
startApp(dependencies, transport)
createRoot(root).render(<App dependencies={dependencies} />)

import { app, Menu, shell, type MenuItemConstructorOptions } from 'electron'
import { hostText, type HostTextKey } from '../shared/i18n/host-text.ts'
import type { Locale } from '../shared/i18n/locale.ts'

/** The documents that Tessera implements. */
const documents = {
  'menu.dmsDocument': 'https://www.alibabacloud.com/help/en/dms/',
  'menu.drdsDocument': 'https://help.aliyun.com/product/29657.html',
  'menu.maxscaleDocument': 'https://mariadb.com/kb/en/maxscale/',
} as const

/** The system's menu, in the person's language. What the app itself can do is in its window. */
export function setMenu(locale: Locale): void {
  const text = (key: HostTextKey) => hostText(locale, key)
  const role = (name: NonNullable<MenuItemConstructorOptions['role']>, key: HostTextKey) => ({ role: name, label: text(key) })
  const separator = { type: 'separator' } as const
  const isMac = process.platform === 'darwin'
  const close = role('close', 'menu.close')
  const template: MenuItemConstructorOptions[] = [
    ...(isMac
      ? [{ label: app.name, submenu: [role('about', 'menu.about'), separator, role('quit', 'menu.quit')] }]
      : [{ label: text('menu.file'), submenu: [role('quit', 'menu.quit')] }]),
    {
      label: text('menu.edit'),
      submenu: [
        role('undo', 'menu.undo'),
        role('redo', 'menu.redo'),
        separator,
        role('cut', 'menu.cut'),
        role('copy', 'menu.copy'),
        role('paste', 'menu.paste'),
        role('selectAll', 'menu.selectAll'),
      ],
    },
    {
      label: text('menu.view'),
      submenu: [
        role('reload', 'menu.reload'),
        separator,
        role('resetZoom', 'menu.resetZoom'),
        role('zoomIn', 'menu.zoomIn'),
        role('zoomOut', 'menu.zoomOut'),
        separator,
        role('togglefullscreen', 'menu.fullScreen'),
        role('toggleDevTools', 'menu.developerTools'),
      ],
    },
    { label: text('menu.window'), submenu: [role('minimize', 'menu.minimize'), close] },
    {
      label: text('menu.help'),
      submenu: [
        ...Object.entries(documents).map(([key, url]) => ({
          label: text(key as keyof typeof documents),
          click: () => void shell.openExternal(url),
        })),
        ...(isMac ? [] : [separator, role('about', 'menu.about')]),
      ],
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

; `tessera` in a terminal: this folder is in every person's PATH since Windows 10, so PATH itself is left alone.
!macro customInstall
  FileOpen $0 "$LOCALAPPDATA\Microsoft\WindowsApps\tessera.cmd" w
  FileWrite $0 '@"$INSTDIR\resources\bin\tessera.cmd" %*$\r$\n'
  FileClose $0
!macroend

!macro customUnInstall
  ${ifNot} ${isUpdated}
    Delete "$LOCALAPPDATA\Microsoft\WindowsApps\tessera.cmd"
  ${endIf}
!macroend

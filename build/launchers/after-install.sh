#!/bin/sh
set -e
ln -sf /opt/Tessera/resources/bin/tessera /usr/bin/tessera
# Chromium's sandbox, where the system gives ordinary users no namespaces of their own.
chmod 4755 /opt/Tessera/chrome-sandbox
if command -v update-desktop-database >/dev/null; then update-desktop-database -q /usr/share/applications || true; fi
if command -v update-mime-database >/dev/null; then update-mime-database /usr/share/mime || true; fi

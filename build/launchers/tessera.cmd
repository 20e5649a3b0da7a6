@echo off
rem Tessera from a terminal. Electron cannot be run as Node (its fuse is off), so packages bring a Node of their own.
setlocal
if "%~1"=="" goto window
if /i "%~x1"==".sql" goto window
if "%~1"=="serve" goto serve
"%~dp0node.exe" "%~dp0..\host\cli.js" %*
exit /b %errorlevel%

:serve
rem What follows the first word; shift does not change %*.
for /f "tokens=1,*" %%a in ("%*") do set "rest=%%b"
"%~dp0node.exe" "%~dp0..\host\serve.js" %rest%
exit /b %errorlevel%

:window
start "" "%~dp0..\..\Tessera.exe" %*

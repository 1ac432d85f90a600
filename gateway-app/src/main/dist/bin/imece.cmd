@echo off
rem Starts the main class that has the verb. Lies in bin\ of the distribution, beside lib\ and conf\.
setlocal
for %%I in ("%~dp0..") do set "HOME_DIR=%%~fI"

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
if defined JAVA_HOME if not exist "%JAVA%" (
  echo imece: JAVA_HOME is %JAVA_HOME%, where no bin\java.exe is 1>&2
  exit /b 1
)
if not defined JAVA_HOME where java >nul 2>nul || (
  echo imece: no java found; install JDK 17 or newer, or set JAVA_HOME 1>&2
  exit /b 1
)

set "MAIN=coop.imece.gateway.cli.ImeceGateway"
for %%V in (node model natives measure device) do if "%~1"=="%%V" set "MAIN=coop.imece.node.cli.ImeceNode"
set "OPTIONS=%HOME_DIR%\conf\jvm\command.options"
for %%V in (node gateway bench) do if "%~1"=="%%V" set "OPTIONS=%HOME_DIR%\conf\jvm\%%V.options"
if not defined IMECE_COMMAND set "IMECE_COMMAND=imece"

"%JAVA%" "@%OPTIONS%" %IMECE_JAVA_OPTS% "-Dimece.home=%HOME_DIR%" "-Dimece.command=%IMECE_COMMAND%" -cp "%HOME_DIR%\lib\*" %MAIN% %*
exit /b %ERRORLEVEL%

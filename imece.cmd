@echo off
rem Builds what is missing or out of date, then runs target\imece\bin\imece.cmd.
setlocal
set "ROOT=%~dp0"
set "STAMP=%ROOT%target\imece\.built"

rem Newer than the stamp, or no stamp: build. PowerShell compares, because cmd can't.
powershell -NoProfile -Command "$s='%STAMP%'; if (-not (Test-Path $s)) { exit 1 }; $t=(Get-Item $s -Force).LastWriteTime; $n=Get-ChildItem '%ROOT%pom.xml','%ROOT%conf','%ROOT%*\pom.xml','%ROOT%*\src\main' -Recurse -File | Where-Object { $_.LastWriteTime -gt $t } | Select-Object -First 1; if ($n) { exit 1 } else { exit 0 }"
if not errorlevel 1 goto run

where mvn >nul 2>nul || (
  echo imece: no mvn found; install Maven 3.8 or newer to build 1>&2
  exit /b 1
)
echo building imece (first time: a few minutes) ... 1>&2
pushd "%ROOT%"
call mvn -B -q -Dmaven.test.skip=true package 1>&2
if errorlevel 1 (
  popd
  echo imece: the build failed; see above 1>&2
  exit /b 1
)
popd

:run
set "IMECE_COMMAND=%~nx0"
call "%ROOT%target\imece\bin\imece.cmd" %*
exit /b %ERRORLEVEL%

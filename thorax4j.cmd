@echo off
rem Starts thorax4j. Builds it first where it is not built yet; delete cli\target\dist to have it built anew.
rem JAVA_HOME chooses the Java; THORAX4J_JAVA_OPTS adds options for it, such as -Xmx8g; THORAX4J_CLASS_PATH adds jars,
rem such as C:\dcm4che\*.
setlocal
set "HOME_DIR=%~dp0"
set "DIST=%HOME_DIR%cli\target\dist"

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
set "VERSION="
for /f "tokens=2,3" %%u in ('""%JAVA%" -version 2^>^&1"') do if "%%u"=="version" set "VERSION=%%~v"
if not defined VERSION (
  echo thorax4j: no java found; install JDK 17 or newer, or set JAVA_HOME. 1>&2
  exit /b 1
)
for /f "tokens=1 delims=.-+" %%m in ("%VERSION%") do set "MAJOR=%%m"
if %MAJOR% LSS 17 (
  echo thorax4j: java is version %VERSION%; thorax4j needs 17 or newer. 1>&2
  exit /b 1
)

rem The program's own jar is the last file of a build.
if exist "%DIST%\lib\thorax4j-cli-*.jar" goto start
where mvn >nul 2>nul
if errorlevel 1 (
  echo thorax4j: thorax4j has to be built first, but there is no mvn; install Maven 3.8 or newer. 1>&2
  exit /b 1
)
echo Building thorax4j (first use)... 1>&2
if not exist "%HOME_DIR%cli\target" mkdir "%HOME_DIR%cli\target"
pushd "%HOME_DIR%"
call mvn -B -q -ntp -Dstyle.color=never -Dquick package -pl cli -am > cli\target\build.log 2>&1
if errorlevel 1 (
  type cli\target\build.log 1>&2
  echo thorax4j: the build failed; all that Maven said is in %HOME_DIR%cli\target\build.log. 1>&2
  popd
  exit /b 1
)
popd

:start
rem The engine calls home unless told not to.
if not defined OPT_OUT_TRACKING set "OPT_OUT_TRACKING=true"
set "CLASS_PATH=%DIST%\lib\*"
if defined THORAX4J_CLASS_PATH set "CLASS_PATH=%CLASS_PATH%;%THORAX4J_CLASS_PATH%"
set "NATIVE="
if %MAJOR% GEQ 22 set "NATIVE=--enable-native-access=ALL-UNNAMED"
"%JAVA%" -Dai.djl.offline=true -Djava.awt.headless=true -Dfile.encoding=UTF-8 -Xshare:auto -XX:+UseParallelGC %NATIVE% %THORAX4J_JAVA_OPTS% -cp "%CLASS_PATH%" io.github.thorax4j.cli.Main %*
exit /b %errorlevel%

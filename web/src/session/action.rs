//! What can happen to the page.

use super::act::Step;
use super::axis::Zoom;
use super::contrast::Contrary;
use super::draft::Wish;
use super::edit::Edit;
use super::form::Change;
use super::journal::Read;
use super::look::{ColourBy, Picture};
use super::state::{Section, Selection, Tab, View};
use super::story::Tell;
use super::transport::Move;
use crate::player::Reply;
use ecs_core::report::{MissingPermission, PermissionReport};
use ecs_workshop::link::Decoded;
use std::rc::Rc;

/// Something that happens to the page.
#[derive(Clone, Debug)]
pub enum Action {
    /// A scenario of the gallery is opened.
    Open(&'static str),
    /// A link is opened.
    OpenLink(Decoded),
    /// A link cannot be opened, and why.
    BrokenLink(String),
    /// Another text stands in the box for the task definition.
    Type(Rc<str>),
    /// Another text stands in the box for the scenario.
    TypeScenario(Rc<str>),
    /// The scenario's last text that was JSON takes the place of the one that is none.
    ReadAgain,
    /// A template takes the place of what stands in the box.
    StartFrom(&'static str),
    /// The draft in the box goes.
    Discard,
    /// The scenario with errors that stands in the box is opened as it is.
    OpenPasted,
    /// The form of the task definition was used.
    Fill(Change),
    /// Another task definition goes into the box.
    ChooseDefinition(usize),
    /// A form was used.
    Edit(Edit),
    /// A run of the scenario as it is registered is asked for.
    Run,
    /// The run on its way is given up.
    StopRun,
    /// The draft is to be registered.
    Register(Wish),
    /// The main button: registers and deploys the draft, or runs where there is none.
    Proceed,
    /// Back to the document before the last change.
    Undo,
    /// To the one behind the change that was undone last.
    Redo,
    /// The actions behind the playhead go.
    Branch,
    /// The core answers.
    Reply(Reply),
    /// The worker with the core has broken down, saying this.
    CoreDied {
        /// What it said.
        message: String,
        /// Whether the run is to be repeated: not where that has broken the next worker.
        again: bool,
    },
    /// Something is looked at.
    Select(Selection),
    /// A task is looked at, by its id: its number is another as soon as one before it stops.
    SelectTask(String),
    /// Why the next task of a service stands where it would, or has no place. By its number.
    AskWhy(usize),
    /// A rule is added to a security group: an entry of its `IpPermissions`, and the same in words.
    Permit(PermissionReport),
    /// A role is allowed what it is denied.
    Allow(MissingPermission),
    /// The network modes of what stands in the box are compared, with copies counted on that instance type.
    CompareModes(Option<Rc<str>>),
    /// The comparison is closed.
    CloseModes,
    /// Something is done with the comparison with another scenario.
    Contrast(Contrary),
    /// The lines of what the run costs are shown, or are not.
    ShowCost(bool),
    /// The service whose next task an instance is asked about, by name.
    AskAbout(Rc<str>),
    /// A task of a definition is started on an instance: `family:revision`, and the instance's short form.
    StartTask(String, String),
    /// So many tenths a second of the traffic of that name arrive from where somebody acts.
    SetTraffic(String, u64),
    /// A RunTask call of the definition of that number is to be written.
    OpenRunTask(usize),
    /// It is not to be made.
    CloseRunTask,
    /// The call that was written becomes an action of the timeline.
    RunTask,
    /// Something is done with the action of the timeline that is being written.
    Act(Step),
    /// Something is done with the event log.
    Read(Read),
    /// The story of scaling is read.
    Tell(Tell),
    /// The targets of a target group are listed, by its name; or of none.
    ListTargets(Option<Rc<str>>),
    /// A move in the time of the run.
    Time(Move),
    /// An action of the timeline gets another second, as it was typed.
    MoveAction(usize, String),
    /// An action of the timeline goes.
    RemoveAction(usize),
    /// The stage shows another view.
    ShowPicture(Picture),
    /// The colours of instances mean something else.
    ColourBy(ColourBy),
    /// The track and the charts show another part of the run's time.
    Zoom(Zoom),
    /// The charts are folded away, or are not.
    FoldCharts(bool),
    /// A tab of the inspector is opened.
    ShowTab(Tab),
    /// A tab of the left panel is opened.
    ShowSection(Section),
    /// The task definition is looked at in another way.
    ShowView(View),
    /// The dialog for links is opened.
    OpenShare,
    /// Whether secrets are replaced in the link.
    Redact(bool),
    /// The dialog for links is closed.
    CloseShare,
    /// The rule with that code is to be explained.
    ShowRule(&'static str),
    /// The explanation is closed.
    CloseRule,
    /// The alert was read.
    DismissAlert,
    /// The note was read.
    DismissNote,
}
